package io.spicerack.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

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
        String server, Instant serverTime, Optional<String> position, Optional<Duration> replicaLag) {
    private static final int LONGEST_VERSION = 100;

    /** A set of GTIDs names each server that ever wrote. */
    private static final Pattern POSITION = Pattern.compile("[0-9A-Za-z:,./_\\s-]{1,4096}");

    /** What the server says of itself is its text: cut, and left out where it is no position. */
    public SnapshotInfo {
        String plain = server.replaceAll("[^\\x20-\\x7e]", "?");
        server = plain.length() > LONGEST_VERSION ? plain.substring(0, LONGEST_VERSION) : plain;
        position = position.filter(text -> POSITION.matcher(text).matches());
    }
}
