package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.engine.pipe.RunOrder;
import io.spicerack.engine.pipe.RunOrder.PlacedFile;
import io.spicerack.engine.pipe.RunOrder.TableFiles;
import io.spicerack.envelope.FileKey;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.store.LentFile;
import io.spicerack.store.SealedFile;
import io.spicerack.table.RowGroup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.duckdb.RawStatement;

/** A run of a statement: its keys, and its rows batch by batch. One thread, but for {@link #cut}. */
final class RunningWork implements AutoCloseable {
    private static final int BATCH_ROWS = 8192;
    private static final long BATCH_BYTES = 1 << 20;

    /** Of one row: the service holds it in several forms at a time, and that of each client. */
    private static final long MOST_ROW_BYTES = 4 << 20;

    /** Lists are read all at once: so much may the rows of a batch have together. */
    private static final long MOST_BYTES_OF_LISTS = 4 * MOST_ROW_BYTES;

    private final Database database;
    private final RawStatement statement;
    private final Optional<BareProjection> bare;
    private final List<AnswerType> types = new ArrayList<>();
    private final RowGroup batch;
    private final boolean lists;
    private AnswerRows rows;
    private long[] sizes = new long[0];
    private int chunk;
    private int taken;
    private boolean computed;
    private volatile boolean cut;

    /** @param bare what the statement is where there is nothing to compute */
    RunningWork(Database database, RawStatement statement, Optional<BareProjection> bare) throws QueryRefusal {
        this.database = database;
        this.statement = statement;
        this.bare = bare;
        List<AnswerReader> readers = new ArrayList<>();
        List<QueryColumn> columns = new ArrayList<>();
        for (RawStatement.RawResultColumn column : statement.columns()) {
            AnswerType type = AnswerType.of(column.name(), column.type());
            types.add(type);
            readers.add(new AnswerReader(column.name(), type));
            columns.add(new QueryColumn(column.name(), type.told()));
        }
        batch = RowGroup.ofSlices(QueryColumn.schema(columns), BATCH_ROWS);
        rows = new ComputedRows(statement, readers);
        lists = rows.readsAllAtOnce();
    }

    /** Begins to compute. It takes over the keys. */
    void begin(RunOrder order, List<FileKey> keys) throws QueryRefusal {
        try {
            Iterator<FileKey> next = keys.iterator();
            for (TableFiles table : order.tables()) {
                List<LentFile> files = new ArrayList<>();
                for (PlacedFile file : table.files()) {
                    files.add(lent(file, next.next()));
                }
                database.lend(table.table(), new LentRows(table.view(), files, order.share()), order.values());
            }
            refuseCut();
            if (bare.isPresent()) {
                rows = database.bare(bare.get());
                return;
            }
            statement.run(order.values().toArray());
            refuseOtherTypes();
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private static LentFile lent(PlacedFile file, FileKey key) {
        SealedFile sealed = new SealedFile(file.part(), file.bytes(), file.rows(), file.rowGroups(), "", "");
        return new LentFile(file.path(), file.name(), sealed, key);
    }

    /** A parameter's value may have made it another statement than was described. */
    private void refuseOtherTypes() throws QueryRefusal {
        for (int i = 0; i < types.size(); i++) {
            if (statement.typeId(i) != types.get(i).kind().id()) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "column " + (i + 1) + " of the answer has another type with these values than the statement was"
                                + " described with. Say the parameters' types: $1::bigint");
            }
        }
    }

    /** The next rows; empty when there are no more. Good until the next call. */
    RowGroup next() throws QueryRefusal {
        batch.clear();
        try {
            while (!computed && batch.rows() < BATCH_ROWS && batch.bytes() < BATCH_BYTES) {
                if (taken == chunk && !compute()) {
                    // DuckDB has let go of the answer by now, and would refuse to be asked once more
                    computed = true;
                    break;
                }
                int end = upTo(BATCH_BYTES - batch.bytes());
                rows.read(taken, end, batch);
                batch.endRows(end - taken);
                taken = end;
            }
            if (lists) {
                refuseLargeLists(batch.bytes());
            }
            refuseCut();
            return batch;
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /** Has more rows computed, and measures them before a byte of them is copied; false where there are none. */
    private boolean compute() throws SQLException {
        taken = 0;
        chunk = rows.next();
        if (sizes.length < chunk) {
            sizes = new long[chunk];
        }
        Arrays.fill(sizes, 0, chunk, 0);
        if (chunk > 0) {
            rows.measure(chunk, sizes);
        }
        return chunk > 0;
    }

    /** The end of the next rows that take so many bytes together; one at least, and all where a column needs that. */
    private int upTo(long room) throws QueryRefusal {
        if (lists) {
            refuseLargeLists(Arrays.stream(sizes, 0, chunk).sum());
            return chunk;
        }
        refuseLarge(sizes[taken]);
        int end = taken + 1;
        long bytes = sizes[taken];
        while (end < chunk && bytes + sizes[end] <= room) {
            bytes += sizes[end];
            end++;
        }
        return end;
    }

    private static void refuseLargeLists(long bytes) throws QueryRefusal {
        if (bytes > MOST_BYTES_OF_LISTS) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "rows with lists that are read together have " + bytes + " bytes; the most is "
                            + MOST_BYTES_OF_LISTS + ". Ask for fewer rows (LIMIT), or for the elements (unnest)");
        }
    }

    private static void refuseLarge(long bytes) throws QueryRefusal {
        if (bytes > MOST_ROW_BYTES) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a row of the answer has " + bytes + " bytes; the most is " + MOST_ROW_BYTES
                            + ". Select fewer columns, or a part of a long one (substring)");
        }
    }

    private QueryRefusal refusal(SQLException problem) {
        return cut ? cancelled() : database.failure().orElseGet(() -> DuckDbErrors.whileReading(problem));
    }

    private void refuseCut() throws QueryRefusal {
        if (cut) {
            throw cancelled();
        }
    }

    private static QueryRefusal cancelled() {
        return new QueryRefusal(SqlState.QUERY_CANCELED, "the statement was cancelled");
    }

    /** Wipes the keys and ends what runs, as soon as DuckDB looks for it. Any thread. */
    void cut() {
        cut = true;
        database.wipe();
        statement.interrupt();
    }

    @Override
    public void close() {
        batch.clear();
        statement.close();
        database.close();
    }
}
