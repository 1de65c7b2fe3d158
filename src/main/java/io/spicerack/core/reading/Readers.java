package io.spicerack.core.reading;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.trail.KmsErrorCodes;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.ReadView;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens data sets for reading, one Decrypt on record each, and asks KMS again for those that stay open: once for all readers of a
 * version, before the lifetime of KMS's last word is over. A refusal, or a word that is too old, cuts a reader whatever it does.
 * Versions that are read are held against their end until the last reader closes. Thread-safe.
 */
public final class Readers {
    private static final Logger LOGGER = LoggerFactory.getLogger(Readers.class);

    private final Catalog catalog;
    private final VersionStore store;
    private final DataSetKeys keys;
    private final KeyWatch keyWatch;
    private final Retirement retirement;
    private final Trail trail;
    private final KeyValidity validity;
    private final Set<OpenDataSet> readers = new CopyOnWriteArraySet<>();

    public Readers(
            Catalog catalog,
            VersionStore store,
            DataSetKeys keys,
            KeyWatch keyWatch,
            Retirement retirement,
            Trail trail,
            KeyValidity validity) {
        this.catalog = catalog;
        this.store = store;
        this.keys = keys;
        this.keyWatch = keyWatch;
        this.retirement = retirement;
        this.trail = trail;
        this.validity = validity;
    }

    /** How long a reader goes on at most after its key was disabled. */
    public Duration bound() {
        return validity.lifetime();
    }

    /** Whether a data set has anything to read. */
    public boolean hasVersion(DataSetId dataSet) {
        return catalog.read(tx -> tx.versions().current(dataSet)).isPresent();
    }

    /** Those that are open under a KMS key. */
    public List<OpenDataSet> under(KeyReference key) {
        return readers.stream().filter(open -> open.key().equals(key)).toList();
    }

    /**
     * Opens the current version of a data set. {@link KeyUnavailableException} when its key is denied,
     * {@link TamperedException} when its files are not what was published. The caller closes it.
     */
    public OpenDataSet open(DataSetId dataSet) throws TamperedException {
        return open(dataSet, ReadView::all);
    }

    /**
     * The same of what {@code view} shows: nothing else of it leaves.
     *
     * @param view of the version's columns; what it throws is thrown here, and nothing is opened
     */
    public OpenDataSet open(DataSetId dataSet, Function<Schema, ReadView> view) throws TamperedException {
        return open(dataSet, view, version -> Optional.empty());
    }

    /**
     * The same, and without asking KMS where a reader of the same version is open: then no key is opened, and the record of that
     * is the one that the query has itself.
     *
     * @param kept such a reader
     */
    OpenDataSet open(
            DataSetId dataSet, Function<Schema, ReadView> view, Function<VersionRecord, Optional<OpenDataSet>> kept)
            throws TamperedException {
        VersionRecord version = retirement.hold(tx -> current(tx, dataSet));
        OpenDataSet open;
        try {
            Optional<OpenDataSet> shared = kept.apply(version)
                    .filter(reader -> reader.shared().enter())
                    .map(reader -> share(version, reader.shared(), view, shown -> {}));
            open = shared.isPresent() ? shared.get() : openAsKept(version, view);
        } catch (KeyUnavailableException e) {
            release(version);
            Outcome refused = KmsErrorCodes.failure(e);
            trail.append(events -> events.service()
                    .openDataSet(
                            trail.caller(), dataSet, version.id(), version.key().key(), List.of(), refused));
            throw new KeyUnavailableException(
                    e.key(), e.reason(), "Cannot open data set '" + dataSet + "': " + e.getMessage(), e);
        } catch (RuntimeException | TamperedException e) {
            release(version);
            throw e;
        }
        enter(open);
        return open;
    }

    private void enter(OpenDataSet open) {
        try {
            readers.add(open);
            keyWatch.enter(open);
            // a rewrap in between has told only those that had entered
            now(open.version()).ifPresent(open::rewrapped);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /**
     * A reader that keeps what another one reads open, and reads nothing itself: no record is made of it, and its version is not held
     * against its end. Empty where the other one has ended. The caller closes it.
     */
    Optional<OpenDataSet> keeper(OpenDataSet of) {
        if (!of.shared().enter()) {
            return Optional.empty();
        }
        ReadView all = ReadView.all(of.shared().opened().schema());
        OpenDataSet keeper = new LeavingReader(of.version(), of.shared(), all, () -> {}).open;
        enter(keeper);
        return Optional.of(keeper);
    }

    /** Whether it is what somebody would open now. */
    boolean isCurrent(VersionRecord version) {
        return catalog.read(tx -> tx.versions().current(version.dataSet()))
                .filter(current -> current.id().equals(version.id()))
                .isPresent();
    }

    /** A rewrap may take a version's wrapped key away between the look into the catalog and the opening: then once more for each. */
    private OpenDataSet openAsKept(VersionRecord version, Function<Schema, ReadView> view) throws TamperedException {
        VersionRecord known = version;
        while (true) {
            try {
                return openHeld(known, view);
            } catch (KeyUnavailableException | TamperedException e) {
                String seen = known.manifestSha256();
                Optional<VersionRecord> rewrapped =
                        now(version).filter(kept -> !kept.manifestSha256().equals(seen));
                if (rewrapped.isEmpty()) {
                    throw e;
                }
                known = rewrapped.get();
            }
        }
    }

    private Optional<VersionRecord> now(VersionRecord version) {
        return catalog.read(tx -> tx.versions().find(version.dataSet(), version.id()));
    }

    /** Open readers of a data set go on under the key that its version has now, since another node has put it there. */
    public void rewrappedElsewhere(DataSetId dataSet) {
        readers.stream()
                .filter(open -> open.version().dataSet().equals(dataSet))
                .forEach(open -> now(open.version()).ifPresent(open::rewrapped));
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

    /**
     * Cuts every open reader whose last proof is too old, and asks nobody: called all the time, also while KMS hangs. Where
     * another node may have taken this one's place, it hears of lock-downs and this one does not: then all are cut.
     */
    public void cutOld() {
        if (!catalog.isHeld()) {
            cutAll("this node cannot say that it is alive, and another may have taken its place. Read from that one");
        }
        readers.forEach(open -> each(open, OpenDataSet::cutIfOld));
    }

    /**
     * Asks KMS again for every version whose readers' last proof grows old, once for all of them; called every second or so.
     * What fails at one is no reason to leave out the next.
     */
    public void renew() {
        Duration due = validity.lifetime().multipliedBy(3).dividedBy(4);
        Map<WrappedKey, List<OpenDataSet>> waiting = new LinkedHashMap<>();
        for (OpenDataSet open : readers) {
            if (!open.isCut() && open.age().compareTo(due) >= 0) {
                waiting.computeIfAbsent(open.version().key(), key -> new ArrayList<>())
                        .add(open);
            }
        }
        waiting.values().forEach(this::renew);
    }

    /** Shuts every open reader, since nobody would watch its key any more. */
    public void closeAll() {
        cutAll("the service is stopping. Read again when it runs");
    }

    private void cutAll(String why) {
        readers.forEach(open -> each(
                open,
                running -> running.cut(new KeyUnavailableException(
                        running.key(), KeyUnavailableException.Reason.UNREACHABLE, why, null))));
    }

    private void renew(List<OpenDataSet> ofOneKey) {
        VersionRecord version = ofOneKey.get(0).version();
        Moment asked = validity.ticker().now();
        try {
            keys.prove(version.dataSet(), version.key());
            ofOneKey.forEach(open -> open.proven(asked));
        } catch (KeyUnavailableException e) {
            ofOneKey.forEach(open -> each(open, denied -> denied(denied, e)));
        } catch (RuntimeException e) {
            // nobody has said that the key is denied: the bound cuts what stays unconfirmed
            LOGGER.atError()
                    .addKeyValue("dataSetId", version.dataSet())
                    .setCause(e)
                    .log("KMS could not be asked for an open reader; trying again");
        }
    }

    private void denied(OpenDataSet open, KeyUnavailableException why) {
        boolean bearable = why.passing() && open.age().compareTo(validity.lifetime()) < 0;
        if (!bearable) {
            open.cut(why);
            LOGGER.atWarn()
                    .addKeyValue("dataSetId", open.version().dataSet())
                    .addKeyValue("reason", why.getMessage())
                    .log("an open reader was cut");
        }
    }

    private static void each(OpenDataSet open, Consumer<OpenDataSet> work) {
        try {
            work.accept(open);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("dataSetId", open.version().dataSet())
                    .setCause(e)
                    .log("an open reader did not end cleanly when it was cut");
        }
    }

    private OpenDataSet openHeld(VersionRecord version, Function<Schema, ReadView> view) throws TamperedException {
        DataSetId dataSet = version.dataSet();
        Moment asked = validity.ticker().now();
        DataKey key = keys.open(dataSet, version.key());
        try (key) {
            OpenVersion opened = store.open(keys.arn(dataSet), dataSet, version.id(), version.manifestSha256(), key);
            return share(
                    version,
                    new SharedVersion(opened, asked),
                    view,
                    shown -> trail.append(events -> events.service()
                            .openDataSet(
                                    trail.caller(),
                                    dataSet,
                                    version.id(),
                                    version.key().key(),
                                    shown.keepsBack(),
                                    Outcome.SUCCESS)));
        }
    }

    /**
     * A reader of what is open, which was entered for it.
     *
     * @param record puts on record that the version's key was opened, before the reader is there
     */
    private OpenDataSet share(
            VersionRecord version, SharedVersion shared, Function<Schema, ReadView> view, Consumer<ReadView> record) {
        try {
            ReadView shown = view.apply(shared.opened().schema());
            record.accept(shown);
            return new LeavingReader(version, shared, shown, () -> release(version)).open;
        } catch (RuntimeException e) {
            shared.leave();
            throw e;
        }
    }

    /** Ties a reader to what must happen when it ends. */
    private final class LeavingReader {
        private final OpenDataSet open;

        LeavingReader(VersionRecord version, SharedVersion shared, ReadView view, Runnable left) {
            open = new OpenDataSet(version, shared, view, validity, () -> leave(left));
        }

        private void leave(Runnable left) {
            readers.remove(open);
            keyWatch.leave(open);
            left.run();
        }
    }

    private void release(VersionRecord version) {
        retirement.release(version.id());
        if (!isCurrent(version)) {
            retirement.retireSuperseded();
        }
    }

    private static VersionRecord current(CatalogTransaction tx, DataSetId dataSet) {
        return tx.versions()
                .current(dataSet)
                .orElseThrow(() -> new IllegalArgumentException("data set '" + dataSet
                        + "' has no version to read; refresh it first, and see its last ingestion"
                        + " with: spicerack status"));
    }
}
