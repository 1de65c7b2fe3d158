package io.spicerack.core.reading;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyUse;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.store.LentFile;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.SealedFile;
import io.spicerack.table.ReadView;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A version of a data set, open for reading. It stays readable when a newer version becomes current, but not longer than
 * its key: KMS is asked again before the data-key lifetime is over, and a refusal cuts it. One thread reads;
 * {@link #cut} and {@link #close} may come from others.
 */
public final class OpenDataSet implements RowGroups, KeyUse {
    private volatile VersionRecord version;
    private final SharedVersion shared;
    private final OpenVersion opened;
    private final ReadView view;
    private final RowGroups rows;
    private final int rowGroups;
    private final KeyValidity validity;
    private final Runnable ended;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicReference<@Nullable KeyUnavailableException> cut = new AtomicReference<>();
    private volatile boolean wiped;
    private volatile boolean silent;
    private volatile boolean left;
    private @Nullable Outlet outlet;
    private boolean closed;

    OpenDataSet(
            VersionRecord version, SharedVersion shared, ReadView view, KeyValidity validity, Runnable ended) {
        this.version = version;
        this.shared = shared;
        this.opened = shared.opened();
        this.view = view;
        this.rows = ViewedRows.of(shared, view);
        this.rowGroups = opened.files().stream().mapToInt(SealedFile::rowGroups).sum();
        this.validity = validity;
        this.ended = ended;
    }

    /** The version that is read: its id, key, rows and time. */
    public VersionRecord version() {
        return version;
    }

    /** What of it may be shown: whoever reads its files by {@link #lend} keeps to it. */
    public ReadView view() {
        return view;
    }

    /** How many there are to read. */
    public int rowGroups() {
        return rowGroups;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        reading.lock();
        try {
            check();
            boolean more = rows.next(group);
            check();
            return more;
        } catch (KeyUnavailableException e) {
            group.clear();
            throw e;
        } finally {
            reading.unlock();
            wipeIfCut();
        }
    }

    /**
     * Lends the files and their keys to a reader in another process. It must end when this is cut, which {@link #leadsTo} tells,
     * and what it reads goes on only after a {@link #check}.
     *
     * @return false where the files do not lie on this machine
     */
    public boolean lend(Consumer<List<LentFile>> reader) {
        reading.lock();
        try {
            check();
            Optional<List<LentFile>> lent = opened.lent();
            lent.ifPresent(reader);
            return lent.isPresent();
        } finally {
            reading.unlock();
            wipeIfCut();
        }
    }

    /** What of it further readers may share. */
    SharedVersion shared() {
        return shared;
    }

    /** Whether its files can be lent. */
    boolean isOnThisMachine() {
        return opened.lent().isPresent();
    }

    /** Throws what has cut this, or cuts it where KMS's word is too old: whoever hands rows on asks before each. */
    public void check() {
        cutIfOld();
        refuseIfCut();
    }

    /**
     * Says where the rows go: the outlet is shut when this is cut, at once where it is already. One outlet at most; it may
     * be shut more than once.
     */
    public void leadsTo(Outlet to) {
        synchronized (cut) {
            outlet = to;
        }
        KeyUnavailableException why = cut.get();
        if (why != null) {
            shut(to, why);
        }
    }

    @Override
    public KeyReference key() {
        return version.key().key();
    }

    @Override
    public void cut(KeyUnavailableException why) {
        cut.compareAndSet(
                null,
                new KeyUnavailableException(
                        why.key(),
                        why.reason(),
                        "Data set '" + version.dataSet() + "' was shut: " + why.getMessage(),
                        why));
        Outlet to;
        synchronized (cut) {
            to = outlet;
        }
        if (to == null) {
            silent = true;
        } else {
            shut(to, Objects.requireNonNull(cut.get()));
        }
        wipeIfCut();
    }

    private void shut(Outlet to, KeyUnavailableException why) {
        to.shut(why, () -> silent = true);
    }

    /** Whether nothing of it leaves any more: it was read and closed, or cut with its key bytes wiped and its outlet shut. */
    public boolean isSilent() {
        return isCut() ? wiped && silent : left;
    }

    /** Frees a cut reader, unless its own thread is inside the decoder: then that thread does so when it comes out. */
    private void wipeIfCut() {
        if (isCut() && reading.tryLock()) {
            try {
                rows.close();
                wiped = true;
            } finally {
                reading.unlock();
            }
        }
    }

    /** How long ago KMS last agreed. */
    public Duration age() {
        return validity.age(shared.proven());
    }

    @Override
    public Moment proven() {
        return shared.proven();
    }

    void proven(Moment when) {
        shared.proven(when);
    }

    /** The bound holds even where the renewal hangs in a slow KMS. */
    void cutIfOld() {
        if (!isCut() && validity.isOver(shared.proven())) {
            cut(new KeyUnavailableException(
                    key(),
                    Reason.UNREACHABLE,
                    "KMS has not confirmed key " + key() + " for " + age().toSeconds() + " s, longer than"
                            + " spicerack.data-key-lifetime ("
                            + validity.lifetime().toSeconds() + " s). Read again.",
                    null));
        }
    }

    @Override
    public void rewrapped(VersionRecord under) {
        if (under.id().equals(version.id())) {
            version = under;
        }
    }

    public boolean isCut() {
        return cut.get() != null;
    }

    private void refuseIfCut() {
        KeyUnavailableException why = cut.get();
        if (why != null) {
            throw why;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        reading.lock();
        try {
            rows.close();
            wiped = true;
            left = true;
        } finally {
            reading.unlock();
            ended.run();
        }
    }
}
