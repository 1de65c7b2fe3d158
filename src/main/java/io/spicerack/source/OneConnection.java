package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;
import java.math.BigInteger;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection for several queries that need one snapshot, where a server gives it to no other: they take turns, each until
 * its rows are at their end. Thread-safe.
 */
public final class OneConnection {
    private static final long POLL_MILLIS = 100;

    private final SourceConnection connection;
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicInteger open;
    private volatile ReadMeter reading;
    private volatile boolean broken;

    private OneConnection(Function<ReadMeter, ? extends SourceConnection> connect, List<? extends ReadMeter> meters) {
        this.open = new AtomicInteger(meters.size());
        this.reading = meters.get(0);
        this.connection = connect.apply(new ReadMeter() {
            @Override
            public void read(long bytes) {
                reading.read(bytes);
            }

            @Override
            public AskedStatement asking(StatementPurpose purpose, String sql) {
                return reading.asking(purpose, sql);
            }

            /** Who is stopped ends all of them: the first hears of it as well as any. */
            @Override
            public void begins(SessionStop session) {
                meters.get(0).begins(session);
            }

            @Override
            public void ended(SessionStop session) {
                meters.get(0).ended(session);
            }

            @Override
            public void hurry() {
                meters.forEach(ReadMeter::hurry);
            }
        });
    }

    /** A connection for each meter, which hears of what is read over it; all are one. */
    public static List<SourceConnection> shared(
            Function<ReadMeter, ? extends SourceConnection> connect, List<? extends ReadMeter> meters) {
        OneConnection one = new OneConnection(connect, meters);
        return meters.stream()
                .<SourceConnection>map(meter -> one.new Reader(meter))
                .toList();
    }

    /** One of those that take turns. One thread uses it; any may close it. */
    private final class Reader implements SourceConnection {
        private final ReadMeter meter;
        private volatile boolean reads;
        private volatile boolean closed;

        Reader(ReadMeter meter) {
            this.meter = meter;
        }

        private void take() {
            try {
                while (!turn.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    meter.goOn();
                    if (closed) {
                        throw ended("it was closed while it waited for its turn");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ended("it was interrupted while it waited for its turn");
            }
            if (broken) {
                turn.release();
                throw ended("another of them did not read its rows to their end");
            }
            reads = true;
            reading = meter;
        }

        private IngestionException ended(String why) {
            return new IngestionException(
                    IngestionErrorType.INGESTION_CANCELED,
                    "The queries of a group that share one connection end together: " + why + ".");
        }

        private void give() {
            if (reads) {
                reads = false;
                reading = ReadMeter.NONE;
                turn.release();
            }
        }

        private <T> T inTurn(Supplier<T> work) {
            if (reads) {
                return work.get();
            }
            take();
            try {
                return work.get();
            } finally {
                give();
            }
        }

        @Override
        public RowGroups query(String sql) {
            take();
            try {
                return new Turn(connection.query(sql), this);
            } catch (RuntimeException e) {
                give();
                throw e;
            }
        }

        @Override
        public List<SourceColumn> columns(String sql) {
            return inTurn(() -> connection.columns(sql));
        }

        @Override
        public Estimate estimate(String sql) {
            return inTurn(() -> connection.estimate(sql));
        }

        @Override
        public SnapshotInfo snapshot() {
            return connection.snapshot();
        }

        @Override
        public Optional<String> mayChange() {
            return inTurn(connection::mayChange);
        }

        @Override
        public List<BigInteger> numbers(String query) {
            return inTurn(() -> connection.numbers(query));
        }

        @Override
        public Connection lend(Runnable whenClosed) {
            take();
            try {
                return connection.lend(() -> {
                    give();
                    whenClosed.run();
                });
            } catch (RuntimeException e) {
                give();
                throw e;
            }
        }

        @Override
        public CountsQuery countsQuery(String sql, Schema schema) {
            return inTurn(() -> connection.countsQuery(sql, schema));
        }

        @Override
        public ValueHashes valueHashes(String sql) {
            return inTurn(() -> connection.valueHashes(sql));
        }

        @Override
        public ReadThrough readThrough() {
            return connection.readThrough();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (reads) {
                broken = true;
            }
            if (open.decrementAndGet() == 0 || broken) {
                connection.close();
            }
            give();
        }
    }

    /** Rows that give the turn on at their end. */
    private final class Turn implements RowGroups {
        private final RowGroups rows;
        private final Reader reader;

        Turn(RowGroups rows, Reader reader) {
            this.rows = rows;
            this.reader = reader;
        }

        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean next(RowGroup group) {
            boolean more;
            try {
                more = rows.next(group);
            } catch (RuntimeException e) {
                broken = true;
                throw e;
            }
            if (!more) {
                reader.give();
            }
            return more;
        }

        @Override
        public void close() {
            if (reader.reads) {
                broken = true;
            }
            rows.close();
        }
    }
}
