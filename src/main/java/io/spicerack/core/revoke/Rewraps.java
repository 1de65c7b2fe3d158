package io.spicerack.core.revoke;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.reading.VersionHolds;
import io.spicerack.core.refresh.RefreshSteps;
import io.spicerack.core.sources.CredentialsStore;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.store.RewrappedVersion;
import io.spicerack.store.VersionStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves current versions, and credential pairs, under the key for new data by wrapping their data key anew: the source is
 * not read, and the sealed data stay as they are. Where that is not enough, as after a data key may have leaked, a full
 * refresh makes a new one. Thread-safe: one rewrap at a time.
 */
public final class Rewraps {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rewraps.class);

    /** What was moved, from which key to which. */
    public record Moved(Arn from, Arn to) {}

    private final Catalog catalog;
    private final VersionStore store;
    private final KeyService keys;
    private final RefreshSteps steps;
    private final VersionHolds holds;
    private final CredentialsStore credentials;

    public Rewraps(RefreshSteps steps, CredentialsStore credentials) {
        this.catalog = steps.catalog();
        this.store = steps.store();
        this.keys = steps.keys();
        this.steps = steps;
        this.holds = steps.services().holds();
        this.credentials = credentials;
    }

    /**
     * Puts the current version of a data set under the key for new data. {@code IllegalArgumentException} where it has
     * none, {@code IllegalStateException} where it is there already or its format forbids it.
     */
    public synchronized Moved rewrap(DataSetId dataSet) throws TamperedException {
        VersionRecord before = holds.hold(() -> current(dataSet));
        try {
            KeyForNewData wanted = steps.registrations().keyFor(dataSet);
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
            return new Moved(before.key().key(), after.key().key());
        } finally {
            holds.release(before.id());
            steps.services().retirement().retireSuperseded();
        }
    }

    /** Data sources whose credential pair is under another key than new ones would be. */
    public List<DataSourceId> driftedCredentials() {
        return credentials.drifted();
    }

    /** Puts the credential pair of a data source under the key for new data. */
    public synchronized Moved rewrapCredentials(DataSourceId dataSource) {
        return credentials.rewrap(dataSource);
    }

    private VersionRecord move(VersionRecord before, KeyForNewData wanted) throws TamperedException {
        DataSetId dataSet = before.dataSet();
        EncryptionContext context = new EncryptionContext(steps.arn(dataSet));
        WrappedKey wrapped = keys.reEncrypt(before.key(), wanted.key(), context);
        RewrappedVersion rewrapped = store.rewrap(dataSet, before.id(), before.manifestSha256(), wrapped);
        VersionRecord after =
                before.under(wrapped, wanted.serviceOwned(), rewrapped.manifestSha256(), rewrapped.bytes());
        try {
            prove(after, context);
            steps.services().grants().bringUnder(wanted, dataSet, tx -> {
                tx.versions().rewrap(before, after);
                tx.audit()
                        .append(steps.events()
                                .service()
                                .rewrapDataSetVersion(
                                        steps.services().trail().caller(),
                                        dataSet,
                                        before.id(),
                                        before.key().key(),
                                        wanted.key(),
                                        rewrapped.manifestSha256()));
            });
        } catch (RuntimeException | TamperedException e) {
            settle(before);
            throw e;
        }
        store.finishRewrap(dataSet, before.id());
        steps.services().keyWatch().rewrapped(after);
        return after;
    }

    /** A wrapped key that would not open the version later must not take the former one's place. */
    private void prove(VersionRecord after, EncryptionContext context) throws TamperedException {
        try (DataKey key = keys.decrypt(after.key(), context)) {
            store.open(context.resource(), after.dataSet(), after.id(), after.manifestSha256(), key)
                    .close();
        }
    }

    /** Whether the transaction went through although its answer did not come back, the catalog tells. */
    private void settle(VersionRecord version) throws TamperedException {
        String named = catalog.read(tx -> tx.versions().find(version.dataSet(), version.id()))
                .map(VersionRecord::manifestSha256)
                .orElse("");
        store.settleRewrap(version.dataSet(), version.id(), named);
    }

    private VersionRecord current(DataSetId dataSet) {
        return catalog.read(tx -> tx.versions().current(dataSet))
                .orElseThrow(() -> new IllegalArgumentException(
                        "data set '" + dataSet + "' has no version to rewrap; refresh it first"));
    }
}
