package io.spicerack.core.reading;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.model.VersionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which versions readers hold. Choosing a version and holding it is one step, so none is deleted in between. Where nodes work at
 * once the catalog has it too, so that no other one deletes it; there it stays a while longer than here. Thread-safe.
 */
final class VersionHolds {
    private final Catalog catalog;
    private final Optional<String> node;
    private final Map<VersionId, Integer> holds = new HashMap<>();

    /** Those that the catalog has of this node. */
    private final Set<VersionId> told = new HashSet<>();

    VersionHolds(Catalog catalog) {
        this.catalog = catalog;
        this.node = catalog.fellows().map(Fellows::me);
    }

    /** Chooses a version and holds it. */
    synchronized VersionRecord hold(Function<CatalogTransaction, VersionRecord> choice) {
        VersionRecord version = catalog.read(choice);
        if (node.isPresent() && !told.contains(version.id())) {
            version = catalog.write(tx -> {
                VersionRecord now = choice.apply(tx);
                tx.holds().hold(now.id(), node.get());
                return now;
            });
            told.add(version.id());
        }
        holds.merge(version.id(), 1, Integer::sum);
        return version;
    }

    /** Lets the other nodes know of those that nobody holds here any more. */
    synchronized void tellReleased() {
        List<VersionId> free =
                told.stream().filter(version -> !holds.containsKey(version)).toList();
        if (!free.isEmpty()) {
            catalog.run(tx -> free.forEach(version -> tx.holds().release(version, node.orElseThrow())));
            free.forEach(told::remove);
        }
    }

    /** Whether another node holds it, in the transaction that would delete it. */
    boolean isHeldElsewhere(CatalogTransaction tx, VersionId version) {
        return node.isPresent() && tx.holds().isHeldElsewhere(version, node.get());
    }

    synchronized void release(VersionId version) {
        holds.computeIfPresent(version, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Runs {@code deletion} if nobody holds the version, while nobody can begin to. */
    synchronized boolean ifFree(VersionId version, Runnable deletion) {
        if (holds.containsKey(version)) {
            return false;
        }
        deletion.run();
        return true;
    }
}
