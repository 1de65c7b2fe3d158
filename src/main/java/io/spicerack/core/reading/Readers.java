package io.spicerack.core.reading;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.SpiceConfig;
import io.spicerack.core.keys.KeyUse;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.refresh.RefreshSteps;
import io.spicerack.core.trail.KmsErrorCodes;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens data sets for reading, one Decrypt on record each, and asks KMS again for those that stay open. Thread-safe.
 */
public final class Readers {
    private static final Logger LOGGER = LoggerFactory.getLogger(Readers.class);

    private final Catalog catalog;
    private final VersionStore store;
    private final KeyService keys;
    private final KeyWatch keyWatch;
    private final VersionHolds holds;
    private final Retirement retirement;
    private final Trail trail;
    private final SpiceConfig config;
    private final Clock clock;

    public Readers(RefreshSteps steps) {
        this.catalog = steps.catalog();
        this.store = steps.store();
        this.keys = steps.keys();
        this.keyWatch = steps.services().keyWatch();
        this.holds = steps.services().holds();
        this.retirement = steps.services().retirement();
        this.trail = steps.services().trail();
        this.config = steps.services().config();
        this.clock = steps.services().clock();
    }

    /**
     * Opens the current version of a data set. {@link KeyUnavailableException} when its key is denied,
     * {@link TamperedException} when its files are not what was published. The caller closes it.
     */
    public OpenDataSet open(DataSetId dataSet) throws TamperedException {
        VersionRecord version = holds.hold(() -> current(dataSet));
        OpenDataSet open;
        try {
            open = openAsKept(version);
        } catch (KeyUnavailableException e) {
            release(version);
            Outcome refused = KmsErrorCodes.failure(e);
            trail.append(events -> events.service()
                    .openDataSet(
                            trail.caller(), dataSet, version.id(), version.key().key(), refused));
            throw new KeyUnavailableException(
                    e.key(), e.reason(), "Cannot open data set '" + dataSet + "': " + e.getMessage(), e);
        } catch (RuntimeException | TamperedException e) {
            release(version);
            throw e;
        }
        try {
            keyWatch.enter(open);
            // a rewrap in between has told only those that had entered
            now(version).ifPresent(open::rewrapped);
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** A rewrap may take a version's wrapped key away between the look into the catalog and the opening: then once more. */
    private OpenDataSet openAsKept(VersionRecord version) throws TamperedException {
        try {
            return openHeld(version);
        } catch (KeyUnavailableException | TamperedException e) {
            Optional<VersionRecord> rewrapped =
                    now(version).filter(kept -> !kept.manifestSha256().equals(version.manifestSha256()));
            if (rewrapped.isEmpty()) {
                throw e;
            }
            return openHeld(rewrapped.get());
        }
    }

    private Optional<VersionRecord> now(VersionRecord version) {
        return catalog.read(tx -> tx.versions().find(version.dataSet(), version.id()));
    }

    /** {@link #open} for the service itself, which reads a version in order to keep rows of it in the next one. */
    public OpenDataSet reopen(DataSetId dataSet) {
        try {
            return open(dataSet);
        } catch (TamperedException e) {
            throw new IngestionException(
                    IngestionErrorType.INTERNAL_SERVICE_ERROR,
                    "the current version cannot be carried on: " + e.getMessage() + ". Refresh with FULL_REFRESH",
                    e);
        }
    }

    /** Asks KMS again for every open reader whose last proof grows old; called every second or so. */
    public void renew() {
        Duration due = config.dataKeyLifetime().multipliedBy(3).dividedBy(4);
        for (KeyUse use : keyWatch.uses()) {
            if (use instanceof OpenDataSet open && !open.isCut() && open.age().compareTo(due) >= 0) {
                renew(open);
            }
        }
    }

    /** Shuts every open reader, since nobody would watch its key any more. */
    public void closeAll() {
        for (KeyUse use : keyWatch.uses()) {
            if (use instanceof OpenDataSet open) {
                open.cut(new KeyUnavailableException(
                        open.key(),
                        KeyUnavailableException.Reason.UNREACHABLE,
                        "the service is stopping. Read again when it runs",
                        null));
            }
        }
    }

    private void renew(OpenDataSet open) {
        try {
            keys.decrypt(open.version().key(), context(open.version().dataSet()))
                    .close();
            open.proven(clock.instant());
        } catch (KeyUnavailableException e) {
            boolean bearable = e.passing() && open.age().compareTo(config.dataKeyLifetime()) < 0;
            if (!bearable) {
                open.cut(e);
                LOGGER.atWarn()
                        .addKeyValue("dataSetId", open.version().dataSet())
                        .addKeyValue("reason", e.getMessage())
                        .log("an open reader was cut");
            }
        }
    }

    private OpenDataSet openHeld(VersionRecord version) throws TamperedException {
        DataSetId dataSet = version.dataSet();
        Account account = config.account();
        Instant asked = clock.instant();
        DataKey key = keys.decrypt(version.key(), context(dataSet));
        try (key) {
            OpenVersion opened =
                    store.open(account.dataSet(dataSet), dataSet, version.id(), version.manifestSha256(), key);
            try {
                trail.append(events -> events.service()
                        .openDataSet(
                                trail.caller(),
                                dataSet,
                                version.id(),
                                version.key().key(),
                                Outcome.SUCCESS));
                return new LeavingReader(version, opened, asked).open;
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    /** Ties a reader to what must happen when it ends. */
    private final class LeavingReader {
        private final OpenDataSet open;

        LeavingReader(VersionRecord version, OpenVersion opened, Instant asked) {
            open = new OpenDataSet(
                    version,
                    new VersionRows(opened),
                    new OpenDataSet.Validity(clock, config.dataKeyLifetime()),
                    asked,
                    () -> leave(version));
        }

        private void leave(VersionRecord version) {
            keyWatch.leave(open);
            release(version);
        }
    }

    /** The rows of a version together with the version, so that both are freed at once. */
    private record VersionRows(OpenVersion version, RowGroups rows) implements RowGroups {
        VersionRows(OpenVersion version) {
            this(version, version.read(() -> {}));
        }

        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean next(RowGroup group) {
            return rows.next(group);
        }

        @Override
        public void close() {
            try {
                rows.close();
            } finally {
                version.close();
            }
        }
    }

    private void release(VersionRecord version) {
        holds.release(version.id());
        boolean replaced = catalog.read(tx -> tx.versions().current(version.dataSet()))
                .filter(current -> current.id().equals(version.id()))
                .isEmpty();
        if (replaced) {
            retirement.retireSuperseded();
        }
    }

    private VersionRecord current(DataSetId dataSet) {
        return catalog.read(tx -> tx.versions().current(dataSet))
                .orElseThrow(() -> new IllegalArgumentException("data set '" + dataSet
                        + "' has no version to read; refresh it first, and see its last ingestion"
                        + " with: spicerack status"));
    }

    private EncryptionContext context(DataSetId dataSet) {
        return new EncryptionContext(config.account().dataSet(dataSet));
    }
}
