package io.spicerack.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Which state of which database a version holds. Immutable.
 *
 * @param server product and version, as {@code PostgreSQL 18.6}
 * @param time the server's clock when the snapshot was taken
 * @param position the log position: a WAL LSN, a GTID (set) or {@code file:offset} of a binary log; where the server
 *     does not bind it to the snapshot it was read just after, so a commit may lie between the two
 */
public record SourceSnapshot(DataSourceId dataSource, String server, Instant time, Optional<String> position) {}
