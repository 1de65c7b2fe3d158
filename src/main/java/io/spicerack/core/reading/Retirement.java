package io.spicerack.core.reading;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.Grants;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionException;
import io.spicerack.model.VersionId;
import io.spicerack.store.StoredVersion;
import io.spicerack.store.VersionStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the reach of superseded keys: versions that were replaced go as soon as no reader holds them, and a grant is
 * retired once no version under its key is left. It can be run at any time, and after a crash it finishes what was begun.
 * Thread-safe: one run at a time.
 */
public final class Retirement {
    /** What one node at a time does: a version of two keys is in one hand. */
    public static final String REWRAPS = "rewraps";

    private static final Logger LOGGER = LoggerFactory.getLogger(Retirement.class);

    private final Catalog catalog;
    private final VersionStore store;
    private final Grants grants;
    private final Trail trail;
    private final VersionHolds holds;
    private final NodeTurns turns;
    private final Map<VersionId, Runnable> deletions = new ConcurrentHashMap<>();

    public Retirement(Catalog catalog, VersionStore store, Grants grants, Trail trail) {
        this.catalog = catalog;
        this.store = store;
        this.grants = grants;
        this.trail = trail;
        this.holds = new VersionHolds(catalog);
        this.turns = new NodeTurns(catalog);
    }

    /** Chooses a version and keeps it from being deleted until it is released. */
    public VersionRecord hold(Function<CatalogTransaction, VersionRecord> choice) {
        return holds.hold(choice);
    }

    /** Lets go of a version; {@link #retireSuperseded} deletes it if it was replaced and nobody else holds it. */
    public void release(VersionId version) {
        holds.release(version);
    }

    /** Runs {@code work} as soon as a version is deleted here, unless {@link #forget} was called before. One for each version. */
    void whenDeleted(VersionId version, Runnable work) {
        deletions.put(version, work);
    }

    void forget(VersionId version) {
        deletions.remove(version);
    }

    /** Deletes superseded versions that nobody reads, then retires the grants that protect nothing any more. */
    public synchronized void retireSuperseded() {
        for (VersionRecord version : catalog.read(tx -> tx.versions().superseded())) {
            if (!catalog.read(tx -> holds.isHeldElsewhere(tx, version.id()))) {
                holds.ifFree(version.id(), () -> delete(version));
            }
        }
        grants.retireUnused();
        forgetDeleted();
    }

    /** Data sets that were deleted, as soon as nothing of them is left and nothing of them runs. */
    private void forgetDeleted() {
        for (DataSetId dataSet : catalog.read(tx -> tx.dataSets().deleted())) {
            boolean gone = catalog.write(tx -> {
                boolean left = !tx.versions().list(dataSet).isEmpty()
                        || tx.grants().list().stream()
                                .anyMatch(grant -> grant.dataSet().equals(dataSet))
                        || tx.grants().intents().stream()
                                .anyMatch(intent -> intent.dataSet().equals(dataSet))
                        || tx.ingestions().running().stream()
                                .anyMatch(running -> running.dataSet().equals(dataSet));
                return !left && tx.dataSets().delete(dataSet);
            });
            if (gone) {
                store.forget(dataSet);
                LOGGER.atInfo()
                        .addKeyValue("dataSetId", dataSet)
                        .log("a deleted data set is gone, and all of its files");
            }
        }
    }

    /** Where nodes work at once: tells the others what is free here, and deletes what was held elsewhere and is not any more. */
    public void letGo() {
        holds.tellReleased();
        if (!catalog.read(tx -> tx.versions().superseded()).isEmpty()) {
            retireSuperseded();
        }
    }

    /** Removes what a crash left: files of versions that the catalog does not know, and rewraps that were not finished. */
    public synchronized void sweep() {
        Set<StoredVersion> live = catalog.read(tx -> tx.versions().live()).stream()
                .map(version -> new StoredVersion(version.dataSet(), version.id()))
                .collect(Collectors.toSet());
        List<StoredVersion> removed = store.sweep(live, this::isElsewhere);
        if (!removed.isEmpty()) {
            LOGGER.atWarn().addKeyValue("orphans", removed).log("removed versions that a crash had left unpublished");
        }
        // before grants are retired: nothing on disk may still need a former key
        turns.run(REWRAPS, () -> catalog.read(tx -> tx.versions().live()).forEach(this::settleRewrap));
        retireSuperseded();
    }

    /** Whether another node may be making a version, or has just made it. */
    private boolean isElsewhere(StoredVersion stored) {
        return catalog.fellows().isPresent()
                && catalog.read(tx -> tx.nodeIngestions().runs(stored.dataSet())
                        || tx.versions()
                                .find(stored.dataSet(), stored.version())
                                .isPresent());
    }

    private void settleRewrap(VersionRecord version) {
        try {
            store.settleRewrap(version.dataSet(), version.id(), version.manifestSha256());
        } catch (TamperedException | IngestionException e) {
            LOGGER.atError()
                    .addKeyValue("dataSetId", version.dataSet())
                    .addKeyValue("versionId", version.id())
                    .addKeyValue("reason", e.getMessage())
                    .log("a rewrap that a crash interrupted could not be finished; a full refresh makes a new version");
        }
    }

    private void delete(VersionRecord version) {
        boolean gone = catalog.write(tx -> {
            if (holds.isHeldElsewhere(tx, version.id()) || !tx.versions().remove(version.dataSet(), version.id())) {
                return false;
            }
            tx.audit()
                    .append(trail.events()
                            .service()
                            .deleteDataSetVersion(
                                    version.dataSet(),
                                    version.id(),
                                    version.key().key()));
            return true;
        });
        if (!gone) {
            return;
        }
        // whoever keeps its keys in order to open it again
        Runnable told = deletions.remove(version.id());
        if (told != null) {
            told.run();
        }
        store.delete(version.dataSet(), version.id());
    }
}
