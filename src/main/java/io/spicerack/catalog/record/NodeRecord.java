package io.spicerack.catalog.record;

import java.time.Instant;
import java.util.List;

/**
 * A process that uses the catalog, or stands by.
 *
 * @param started by its own clock
 * @param heard when it said last that it is alive, by its own clock
 * @param works whether it uses the catalog now
 * @param duties what it alone does, of nodes that work at once
 */
public record NodeRecord(
        String id, long process, String host, Instant started, Instant heard, boolean works, List<String> duties) {
    public NodeRecord {
        duties = List.copyOf(duties);
    }
}
