package io.spicerack.model;

import java.time.Duration;

/**
 * What a refresh took of its data source, so far or in all. Immutable.
 *
 * @param connections that were open at a time
 * @param waited for connections that others had
 * @param transaction how long the snapshot was held open
 * @param rows read
 * @param bytes of the rows as the source sent them; for MySQL, MariaDB and {@code jdbc:} steps those of their values
 * @param time of the whole refresh
 */
public record SourceUse(int connections, Duration waited, Duration transaction, long rows, long bytes, Duration time) {
    /** Bytes a second while the snapshot was open. */
    public long bytesPerSecond() {
        return bytes * 1000 / Math.max(1, transaction.toMillis());
    }
}
