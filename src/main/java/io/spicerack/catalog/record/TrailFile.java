package io.spicerack.catalog.record;

import java.time.Instant;

/** A file of the trail that was closed: its name and content stay as they are. Immutable. */
public sealed interface TrailFile {
    /** Its place in the order of delivery. */
    long place();

    String key();

    /** Hex, of the file before it is compressed. */
    String sha256();

    /** Records {@code firstEvent} to {@code lastEvent} of the trail, which are {@code oldest} to {@code newest} in time. */
    record Log(long place, String key, String sha256, long firstEvent, long lastEvent, Instant oldest, Instant newest)
            implements TrailFile {}

    /** A signed list of the log files that were closed until {@code end} or shortly after. */
    record Digest(long place, String key, String sha256, String json, String signature, Instant end)
            implements TrailFile {}
}
