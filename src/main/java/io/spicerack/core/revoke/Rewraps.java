package io.spicerack.core.revoke;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.catalog.database.NodeWord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.Grants;
import io.spicerack.core.keys.KeyChange;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.store.RewrappedVersion;
import io.spicerack.store.VersionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves current versions under the key for new data by wrapping their data key anew: the source is
 * not read, and the sealed data stay as they are. Where that is not enough, as after a data key may have leaked, a full
 * refresh makes a new one. Thread-safe: one rewrap at a time.
 */
public final class Rewraps {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rewraps.class);

    private final Catalog catalog;
    private final VersionStore store;
    private final DataSetKeys keys;
    private final Grants grants;
    private final KeyWatch keyWatch;
    private final Retirement retirement;
    private final Trail trail;
    private final NodeTurns turns;

    public Rewraps(
            Catalog catalog,
            VersionStore store,
            DataSetKeys keys,
            Grants grants,
            KeyWatch keyWatch,
            Retirement retirement,
            Trail trail) {
        this.catalog = catalog;
        this.store = store;
        this.keys = keys;
        this.grants = grants;
        this.keyWatch = keyWatch;
        this.retirement = retirement;
        this.trail = trail;
        this.turns = new NodeTurns(catalog);
    }

    /**
     * Puts the current version of a data set under the key for new data. {@code IllegalArgumentException} where it has
     * none, {@code IllegalStateException} where it is there already or its format forbids it.
     */
    public synchronized KeyChange rewrap(DataSetId dataSet) throws TamperedException {
        VersionRecord before = retirement.hold(tx -> current(tx, dataSet));
        try {
            return moved(dataSet, before);
        } finally {
            retirement.release(before.id());
            retirement.retireSuperseded();
        }
    }

    private KeyChange moved(DataSetId dataSet, VersionRecord held) throws TamperedException {
        turns.begin(Retirement.REWRAPS);
        try {
            // another node may have rewrapped it until this one's turn came
            VersionRecord before =
                    catalog.read(tx -> tx.versions().find(dataSet, held.id())).orElse(held);
            // a node that is gone may have left the manifest that counts where this one would write the next
            store.finishRewrap(dataSet, before.id(), before.manifestSha256());
            KeyForNewData wanted = keys.forNewVersion(dataSet);
            if (before.key().key().equals(wanted.key())) {
                throw new IllegalStateException("data set '" + dataSet + "' is under the key for new data already, "
                        + wanted.key() + "; there is nothing to rewrap");
            }
            VersionRecord after = move(before, wanted);
            LOGGER.atInfo()
                    .addKeyValue("dataSetId", dataSet)
                    .addKeyValue("from", before.key().key())
                    .addKeyValue("to", after.key().key())
                    .log("data key rewrapped");
            return new KeyChange(before.key().key(), after.key().key());
        } finally {
            turns.end(Retirement.REWRAPS);
        }
    }

    private VersionRecord move(VersionRecord before, KeyForNewData wanted) throws TamperedException {
        DataSetId dataSet = before.dataSet();
        WrappedKey wrapped = keys.rewrap(dataSet, before.key(), wanted);
        RewrappedVersion rewrapped = store.rewrap(dataSet, before.id(), before.manifestSha256(), wrapped);
        VersionRecord after =
                before.under(wrapped, wanted.serviceOwned(), rewrapped.manifestSha256(), rewrapped.bytes());
        try {
            prove(after);
            grants.bringUnder(wanted, dataSet, tx -> {
                tx.versions().rewrap(before, after);
                if (catalog.fellows().isPresent()) {
                    tx.nodes().tell(NodeWord.Kind.REWRAPPED, dataSet.value());
                }
                tx.audit()
                        .append(trail.events()
                                .service()
                                .rewrapDataSetVersion(
                                        trail.caller(),
                                        dataSet,
                                        before.id(),
                                        before.key().key(),
                                        wanted.key(),
                                        rewrapped.manifestSha256()));
            });
        } catch (RuntimeException | TamperedException e) {
            settle(before, rewrapped.manifestSha256());
            throw e;
        }
        if (catalog.isHeld()) {
            store.finishRewrap(dataSet, before.id(), after.manifestSha256());
        }
        keyWatch.rewrapped(after);
        return after;
    }

    /** A wrapped key that would not open the version later must not take the former one's place. */
    private void prove(VersionRecord after) throws TamperedException {
        try (DataKey key = keys.open(after.dataSet(), after.key())) {
            store.open(keys.arn(after.dataSet()), after.dataSet(), after.id(), after.manifestSha256(), key)
                    .close();
        }
    }

    /**
     * Whether the transaction went through although its answer did not come back, the catalog tells. A node that was replaced
     * leaves it to the others, and a rewrap of theirs alone.
     */
    private void settle(VersionRecord version, String manifestSha256) throws TamperedException {
        if (!catalog.isHeld()) {
            return;
        }
        // a change, which waits for one whose answer was lost, and which a node that was replaced may not make
        boolean named = catalog.write(tx -> tx.versions().find(version.dataSet(), version.id()))
                .filter(kept -> kept.manifestSha256().equals(manifestSha256))
                .isPresent();
        if (named) {
            store.finishRewrap(version.dataSet(), version.id(), manifestSha256);
        } else {
            store.discardRewrap(version.dataSet(), version.id(), manifestSha256);
        }
    }

    private static VersionRecord current(CatalogTransaction tx, DataSetId dataSet) {
        return tx.versions()
                .current(dataSet)
                .orElseThrow(() -> new IllegalArgumentException(
                        "data set '" + dataSet + "' has no version to rewrap; refresh it first"));
    }
}
