package io.spicerack.catalog.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the catalog keeps them, to the millisecond: a record that was read back equals the one that was kept. */
final class StoredTime {
    private StoredTime() {}

    static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
