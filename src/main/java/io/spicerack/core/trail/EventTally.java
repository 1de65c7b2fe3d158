package io.spicerack.core.trail;

import io.spicerack.catalog.AuditQueue;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many events of each name are in the trail. It counts on from where it counted last, and anew where older ones have gone
 * since: a trail may have millions, and whoever scrapes metrics asks every few seconds. Thread-safe.
 */
final class EventTally {
    private final Catalog catalog;
    private final Map<String, Long> counts = new TreeMap<>();
    private AuditQueue.@Nullable Extent counted;

    EventTally(Catalog catalog) {
        this.catalog = catalog;
    }

    synchronized Map<String, Long> counts() {
        return catalog.read(this::counts);
    }

    private Map<String, Long> counts(CatalogTransaction tx) {
        AuditQueue.Extent now = tx.audit().extent();
        AuditQueue.Extent before = counted;
        if (before != null && before.first() == now.first() && before.thinned() == now.thinned()) {
            tx.audit().countsByName(before.last()).forEach((name, more) -> counts.merge(name, more, Long::sum));
        } else {
            counts.clear();
            counts.putAll(tx.audit().countsByName());
        }
        counted = now;
        return new TreeMap<>(counts);
    }
}
