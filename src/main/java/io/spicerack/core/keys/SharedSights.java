package io.spicerack.core.keys;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.KeySight;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.List;
import java.util.function.Function;

/**
 * How keys are, among nodes that work at once: one of them asks the provider of keys, and all hear what it saw. What is told is
 * told with its record, or not at all. Thread-safe.
 */
public final class SharedSights {
    /** What one node at a time does. */
    private static final String WATCH = "key watch";

    private final Catalog catalog;
    private final Trail trail;

    public SharedSights(Catalog catalog, Trail trail) {
        this.catalog = catalog;
        this.trail = trail;
    }

    /** Whether it is for this node to ask. */
    boolean isHere() {
        return catalog.does(WATCH);
    }

    /** What others have seen. */
    List<KeySight> all() {
        return catalog.read(tx -> tx.keySights().list());
    }

    /** Puts on record how a key is, and tells all nodes; the place of what they are told, 0 where there are none. */
    long tell(KeyReference key, KeyState state, Function<CloudTrailEvents, AuditRecord> event) {
        return trail.appendWith(event, tx -> catalog.fellows()
                .map(nodes -> told(tx, new KeyWord(nodes.me(), key, state)))
                .orElse(0L));
    }

    private static long told(CatalogTransaction tx, KeyWord word) {
        tx.keySights().put(word.key(), word.state());
        return tx.nodes().tell(word.kind(), word.text());
    }

    /** Keeps why nobody says how a key is. */
    void silent(KeyReference key, KeyState lastKnown, String why) {
        if (catalog.fellows().isPresent()) {
            catalog.run(tx -> tx.keySights().silent(key, lastKnown, why));
        }
    }

    /** Keeps that somebody says so again. */
    void answered(KeyReference key, KeyState state) {
        if (catalog.fellows().isPresent()) {
            catalog.run(tx -> tx.keySights().put(key, state));
        }
    }
}
