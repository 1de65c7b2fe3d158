package io.spicerack.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.GrantRecord;
import io.spicerack.catalog.VersionRecord;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.store.StoredVersion;
import io.spicerack.store.VersionStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the reach of superseded keys: versions that were replaced go as soon as no reader holds them, and a grant is
 * retired once no version under its key is left. It can be run at any time, and after a crash it finishes what was begun.
 * Thread-safe: one run at a time.
 */
final class Retirement {
    private static final Logger LOGGER = LoggerFactory.getLogger(Retirement.class);

    private final Catalog catalog;
    private final VersionStore store;
    private final AuditedKeyService keys;
    private final VersionHolds holds;
    private final SpiceConfig config;
    private final Trail trail;

    Retirement(
            Catalog catalog,
            VersionStore store,
            AuditedKeyService keys,
            VersionHolds holds,
            SpiceConfig config,
            Trail trail) {
        this.catalog = catalog;
        this.store = store;
        this.keys = keys;
        this.holds = holds;
        this.config = config;
        this.trail = trail;
    }

    /** Deletes superseded versions that nobody reads, then retires the grants that protect nothing any more. */
    synchronized void retireSuperseded() {
        for (VersionRecord version : catalog.read(tx -> tx.versions().superseded())) {
            holds.ifFree(version.id(), () -> delete(version));
        }
        retireGrants();
        forgetDeleted();
    }

    /** Data sets that were deleted, as soon as nothing of them is left and nothing of them runs. */
    private void forgetDeleted() {
        for (DataSetId dataSet : catalog.read(tx -> tx.dataSets().deleted())) {
            boolean gone = catalog.write(tx -> {
                boolean left = !tx.versions().list(dataSet).isEmpty()
                        || tx.grants().list().stream()
                                .anyMatch(grant -> grant.dataSet().equals(dataSet))
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

    /** Removes what a crash left: files of versions that the catalog does not know. */
    synchronized void sweep() {
        Set<StoredVersion> live = catalog.read(tx -> tx.versions().live()).stream()
                .map(version -> new StoredVersion(version.dataSet(), version.id()))
                .collect(Collectors.toSet());
        List<StoredVersion> removed = store.sweep(live);
        if (!removed.isEmpty()) {
            LOGGER.atWarn().addKeyValue("orphans", removed).log("removed versions that a crash had left unpublished");
        }
        retireSuperseded();
    }

    private void delete(VersionRecord version) {
        catalog.run(tx -> {
            tx.versions().remove(version.dataSet(), version.id());
            tx.audit()
                    .append(trail.events()
                            .service()
                            .deleteDataSetVersion(
                                    version.dataSet(),
                                    version.id(),
                                    version.key().key()));
        });
        store.delete(version.dataSet(), version.id());
    }

    private void retireGrants() {
        List<GrantRecord> grants = catalog.read(tx -> tx.grants().list());
        List<VersionRecord> live = catalog.read(tx -> tx.versions().live());
        for (GrantRecord grant : grants) {
            Set<Arn> customerKeys = live.stream()
                    .filter(version -> version.dataSet().equals(grant.dataSet()) && !version.serviceOwnedKey())
                    .map(version -> version.key().key())
                    .collect(Collectors.toSet());
            if (!customerKeys.contains(grant.key())) {
                retire(grant, customerKeys.isEmpty());
            }
        }
    }

    private void retire(GrantRecord grant, boolean leavesCustomerKeys) {
        EncryptionContext context = new EncryptionContext(config.account().dataSet(grant.dataSet()));
        try {
            if (leavesCustomerKeys) {
                keys.retireGrant(grant.key(), grant.grantId(), context);
            } else {
                keys.retireReplacedGrant(grant.key(), grant.grantId(), context);
            }
            catalog.run(tx -> {
                tx.grants().remove(grant.dataSet(), grant.key());
            });
        } catch (KeyUnavailableException e) {
            LOGGER.atWarn()
                    .addKeyValue("dataSetId", grant.dataSet())
                    .addKeyValue("key", grant.key())
                    .addKeyValue("reason", e.getMessage())
                    .log("a grant could not be retired yet; it is tried again after the next refresh");
        }
    }
}
