package io.spicerack.core.sources;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.SourceUse;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.source.Estimate;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceParts;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one data set reads from its data source, within the budget: its connections, and what it has taken so far. One
 * thread queries and closes; {@link #use} and {@link #overdue} may come from any. Its sessions are stopped through its caller.
 */
public final class SourceReading implements AutoCloseable {
    private final SourceTerms terms;
    private final SourceParts parts;
    private final Meter meter;
    private final Moment opened;
    private volatile @Nullable Duration openedFor;

    SourceReading(SourceTerms terms, SourceParts parts, Meter meter) {
        this.terms = terms;
        this.parts = parts;
        this.meter = meter;
        this.opened = terms.ticker().now();
    }

    /** Counts the bytes of one data set, and waits where all of its data source's readers are too fast. */
    static final class Meter implements ReadMeter {
        private static final long LONGEST_NAP = 200_000_000;

        private final SourceCaller caller;
        private final StatementRecords records;
        private final @Nullable RateLimit rate;
        private final long bytesPerSecond;
        private final LongAdder bytes = new LongAdder();
        private final Ticker ticker;
        private final AtomicInteger asking = new AtomicInteger();
        private volatile Moment lastByte;
        private volatile boolean hurried;

        Meter(SourceCaller caller, SourceBudget budget, RateLimit rate, StatementRecords records, Ticker ticker) {
            this.caller = caller;
            this.ticker = ticker;
            this.lastByte = ticker.now();
            this.records = records;
            this.rate = budget.bytesPerSecond().isPresent() ? rate : null;
            this.bytesPerSecond = budget.bytesPerSecond().orElse(0L);
        }

        @Override
        public AskedStatement asking(StatementPurpose purpose, String sql) {
            caller.goOn();
            return records.begin(purpose, sql);
        }

        @Override
        public void read(long more) {
            bytes.add(more);
            lastByte = ticker.now();
            if (rate == null) {
                return;
            }
            long left = rate.book(more, bytesPerSecond, System.nanoTime());
            while (left > 0 && !hurried) {
                long nap = Math.min(left, LONGEST_NAP);
                nap(nap);
                left -= nap;
            }
        }

        @Override
        public void begins(SessionStop session) {
            caller.begins(session);
        }

        @Override
        public void ended(SessionStop session) {
            caller.ended(session);
        }

        @Override
        public void goOn() {
            caller.goOn();
        }

        @Override
        public void hurry() {
            hurried = true;
        }

        void asks() {
            if (asking.getAndIncrement() == 0) {
                lastByte = ticker.now();
            }
        }

        private static void nap(long nanos) {
            try {
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IngestionException(
                        IngestionErrorType.INGESTION_CANCELED, "the refresh was interrupted while it kept to its rate");
            }
        }
    }

    /** The connection for all that is not extraction: estimates, reconciliation. */
    public SourceConnection lead() {
        return parts.lead();
    }

    /** Starts every part; the rows of all parts together are those of the query. */
    public List<RowGroups> query() {
        return parts.query().stream()
                .<RowGroups>map(part -> new AskedRows(part, meter))
                .toList();
    }

    /** Tells the meter while a part waits for its rows. */
    private record AskedRows(RowGroups rows, Meter meter) implements RowGroups {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean next(RowGroup group) {
            meter.asks();
            try {
                return rows.next(group);
            } finally {
                meter.asking.decrementAndGet();
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    public Estimate estimate(String sql) {
        return parts.lead().estimate(sql);
    }

    public SourceSnapshot snapshot() {
        SnapshotInfo info = parts.lead().snapshot();
        return new SourceSnapshot(dataSource(), info.server(), info.serverTime(), info.position());
    }

    public Optional<Duration> replicaLag() {
        return parts.lead().snapshot().replicaLag();
    }

    public DataSourceId dataSource() {
        return terms.dataSource();
    }

    public SourceBudget budget() {
        return terms.budget();
    }

    public SourceUse use(long rows, Duration elapsed) {
        return new SourceUse(parts.count(), terms.waited(), open(), rows, meter.bytes.sum(), elapsed);
    }

    private Duration open() {
        Duration whole = openedFor;
        return whole == null ? terms.ticker().since(opened) : whole;
    }

    /** How long the source has sent nothing of what it is asked for; zero while it is not asked. */
    public Duration waiting() {
        return meter.asking.get() == 0 ? Duration.ZERO : meter.ticker.since(meter.lastByte);
    }

    /** Why it must end now, where its transaction is older than its budget allows. */
    public Optional<IngestionException> overdue() {
        return openedFor == null
                ? terms.budget()
                        .longestTransaction()
                        .filter(limit -> open().compareTo(limit) > 0)
                        .map(limit -> terms.overdue(limit))
                : Optional.empty();
    }

    @Override
    public void close() {
        if (openedFor == null) {
            openedFor = terms.ticker().since(opened);
            meter.hurry();
            try {
                parts.close();
            } finally {
                terms.places().give(parts.count());
            }
        }
    }
}
