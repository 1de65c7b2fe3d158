package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.PlacedIngestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells of each ingestion that has ended since the look before, once, whatever the clock does and however many there were
 * before. Thread-safe.
 */
public final class EndedIngestions {
    /** What one node at a time does. */
    private static final String TELLS = "telemetry";

    private final Catalog catalog;
    private final Set<Long> unfinished = new HashSet<>();
    private long last;

    EndedIngestions(Catalog catalog) {
        this.catalog = catalog;
        catalog.read(tx -> tx.ingestions().unfinished()).forEach(placed -> unfinished.add(placed.place()));
        last = catalog.read(tx -> tx.ingestions().lastPlace());
    }

    /** Of nodes that work at once, one is told. */
    public synchronized List<IngestionRecord> look() {
        List<PlacedIngestion> all = catalog.read(
                tx -> Stream.concat(tx.ingestions().at(unfinished).stream(), tx.ingestions().after(last).stream())
                        .toList());
        List<IngestionRecord> ended = new ArrayList<>();
        unfinished.clear();
        for (PlacedIngestion placed : all) {
            last = Math.max(last, placed.place());
            if (placed.ingestion().ended() == null) {
                unfinished.add(placed.place());
            } else {
                ended.add(placed.ingestion());
            }
        }
        return catalog.does(TELLS) ? ended : List.of();
    }
}
