package io.spicerack.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which state of the database a connection sees. Immutable.
 *
 * @param server product and version, as {@code PostgreSQL 18.6}
 * @param serverTime the server's clock when the snapshot was taken
 * @param position the log position: a WAL LSN, a GTID (set) or {@code file:offset} of a binary log; where the server
 *     does not bind it to the snapshot it was read just after, so a commit may lie between the two
 * @param replicaLag how far the server is behind the one that it copies; empty where it is no replica, or was not asked
 */
public record SnapshotInfo(
        String server, Instant serverTime, Optional<String> position, Optional<Duration> replicaLag) {}
