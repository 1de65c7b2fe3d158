package io.spicerack.core.reading;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyUse;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A version of a data set, open for reading. It stays readable when a newer version becomes current, but not longer than
 * its key: KMS is asked again before the data-key lifetime is over, and a refusal cuts it. One thread reads;
 * {@link #cut} and {@link #close} may come from others.
 */
public final class OpenDataSet implements RowGroups, KeyUse {
    private volatile VersionRecord version;
    private final RowGroups rows;
    private final KeyValidity validity;
    private final Runnable ended;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Instant proven;
    private volatile @Nullable KeyUnavailableException cut;
    private boolean closed;

    OpenDataSet(VersionRecord version, RowGroups rows, KeyValidity validity, Instant proven, Runnable ended) {
        this.version = version;
        this.rows = rows;
        this.validity = validity;
        this.proven = proven;
        this.ended = ended;
    }

    /** The version that is read: its id, key, rows and time. */
    public VersionRecord version() {
        return version;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        reading.lock();
        try {
            refuseIfOld();
            refuseIfCut();
            boolean more = rows.next(group);
            refuseIfCut();
            return more;
        } finally {
            reading.unlock();
            wipeIfCut();
        }
    }

    @Override
    public KeyReference key() {
        return version.key().key();
    }

    @Override
    public void cut(KeyUnavailableException why) {
        cut = new KeyUnavailableException(
                why.key(), why.reason(), "Data set '" + version.dataSet() + "' was shut: " + why.getMessage(), why);
        wipeIfCut();
    }

    /** Frees a cut reader, unless its own thread is inside the decoder: then that thread does so when it comes out. */
    private void wipeIfCut() {
        if (cut != null && reading.tryLock()) {
            try {
                rows.close();
            } finally {
                reading.unlock();
            }
        }
    }

    /** How long ago KMS last agreed. */
    public Duration age() {
        return validity.age(proven);
    }

    @Override
    public Instant proven() {
        return proven;
    }

    void proven(Instant when) {
        proven = when;
    }

    /** The bound holds even where the renewal hangs in a slow KMS. */
    private void refuseIfOld() {
        if (cut == null && validity.isOver(proven)) {
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
        return cut != null;
    }

    private void refuseIfCut() {
        KeyUnavailableException why = cut;
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
        } finally {
            reading.unlock();
            ended.run();
        }
    }
}
