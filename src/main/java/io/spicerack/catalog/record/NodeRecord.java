package io.spicerack.catalog.record;

import java.time.Instant;

/**
 * A process that uses the catalog, or stands by.
 *
 * @param started by its own clock
 * @param heard when it said last that it is alive, by its own clock
 * @param works whether it is the one that uses the catalog
 */
public record NodeRecord(String id, long process, String host, Instant started, Instant heard, boolean works) {}
