package io.spicerack.core.reading;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.model.VersionId;
import io.spicerack.table.ReadView;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Data sets that stay open between two queries, so that the next one need not ask KMS while its last word holds. What is kept is a
 * reader like any other: it is renewed, and cut with its key, together with all that share its version. It ends when nobody has
 * asked for half of a key's lifetime, when its version is replaced or deleted, and when there are more than may be kept.
 * Thread-safe.
 */
public final class KeptReaders {
    /** A reader that nobody reads, and when somebody last shared it. */
    private static final class Kept {
        private final OpenDataSet reader;
        private volatile Moment used;

        Kept(OpenDataSet reader, Moment used) {
            this.reader = reader;
            this.used = used;
        }
    }

    private final Readers readers;
    private final Retirement retirement;
    private final KeyValidity validity;
    private final int most;

    /** The one that was used longest ago comes first. */
    private final Map<VersionId, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    public KeptReaders(Readers readers, Retirement retirement, ReadingConfig config, Ticker ticker) {
        this.readers = readers;
        this.retirement = retirement;
        this.validity = new KeyValidity(config, ticker);
        this.most = config.kept();
    }

    /**
     * Opens what {@code view} shows of the current version, as {@link Readers#open} does; with no Decrypt of its own where the
     * version is open under a key that KMS has just agreed to. The caller closes it.
     */
    public OpenDataSet open(DataSetId dataSet, Function<Schema, ReadView> view) throws TamperedException {
        OpenDataSet open = readers.open(dataSet, view, this::find);
        keep(open);
        return open;
    }

    /** One of this very version, under this very key, that nothing has cut. */
    private Optional<OpenDataSet> find(VersionRecord version) {
        Kept found;
        synchronized (kept) {
            found = kept.get(version.id());
        }
        if (found == null) {
            return Optional.empty();
        }
        VersionRecord same = found.reader.version();
        boolean usable = same.manifestSha256().equals(version.manifestSha256())
                && same.key().equals(version.key())
                && isOpen(found.reader);
        if (!usable) {
            letGo(version.id());
            return Optional.empty();
        }
        found.used = validity.ticker().now();
        return Optional.of(found.reader);
    }

    private static boolean isOpen(OpenDataSet reader) {
        try {
            reader.check();
            return true;
        } catch (KeyUnavailableException e) {
            return false;
        }
    }

    private void keep(OpenDataSet open) {
        VersionId version = open.version().id();
        synchronized (kept) {
            if (most == 0 || kept.containsKey(version) || !open.isOnThisMachine()) {
                return;
            }
        }
        Optional<OpenDataSet> keeper = readers.keeper(open);
        if (keeper.isEmpty()) {
            return;
        }
        List<OpenDataSet> surplus = new ArrayList<>();
        synchronized (kept) {
            Kept before = kept.put(version, new Kept(keeper.get(), validity.ticker().now()));
            if (before != null) {
                surplus.add(before.reader);
            }
            Iterator<Map.Entry<VersionId, Kept>> eldest = kept.entrySet().iterator();
            while (kept.size() > most) {
                surplus.add(eldest.next().getValue().reader);
                eldest.remove();
            }
        }
        surplus.forEach(OpenDataSet::close);
        retirement.whenDeleted(version, () -> letGo(version));
        if (!readers.isCurrent(open.version())) {
            // it was deleted before anybody was told to say so here
            letGo(version);
        }
    }

    private void letGo(VersionId version) {
        @Nullable Kept left;
        synchronized (kept) {
            left = kept.remove(version);
        }
        retirement.forget(version);
        if (left != null) {
            left.reader.close();
        }
    }

    /** Ends those that nobody has asked for in a while, that were cut, and whose version was replaced; called every second or so. */
    public void letGoOfIdle() {
        Duration bound = validity.lifetime().dividedBy(2);
        List<Kept> all;
        synchronized (kept) {
            all = List.copyOf(kept.values());
        }
        for (Kept each : all) {
            VersionRecord version = each.reader.version();
            boolean idle = validity.ticker().since(each.used).compareTo(bound) > 0;
            if (idle || each.reader.isCut() || !readers.isCurrent(version)) {
                letGo(version.id());
            }
        }
    }
}
