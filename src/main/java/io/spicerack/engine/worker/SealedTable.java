package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.store.LentReader;
import io.spicerack.table.parquet.DamagedFileException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.duckdb.RawScan;
import org.jspecify.annotations.Nullable;

/**
 * A data set as a table function. It can be planned with from the start, and read once its files are lent; without them no row
 * can be had. Thread-safe.
 */
final class SealedTable implements RawScan, AutoCloseable {
    private final TableDefinition definition;
    private final int threads;
    private final AtomicReference<@Nullable QueryRefusal> failure;
    private final Set<LentReader> opened = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LentRows lent;
    private volatile RowChoice choice = RowChoice.ALL;

    /** @param failure where the reason is noted that a reading fails for */
    SealedTable(TableDefinition definition, int threads, AtomicReference<@Nullable QueryRefusal> failure) {
        this.definition = definition;
        this.threads = threads;
        this.failure = failure;
    }

    /** Takes over the keys of the files. */
    void lend(LentRows taken) {
        lent = taken;
    }

    /** Says where the rows may be that the statement looks for. */
    void choose(RowChoice chosen) {
        choice = chosen;
    }

    @Override
    public List<RawColumn> columns() {
        return definition.schema().columns().stream().map(ColumnPut::raw).toList();
    }

    @Override
    public OptionalLong rows() {
        return definition.rows();
    }

    @Override
    public SealedReading read(int[] columns) {
        LentRows rows = lent;
        if (rows == null) {
            throw new IllegalStateException("the files are not lent");
        }
        return new SealedReading(rows, columns, new SealedReading.Plan(threads, choice), opened);
    }

    /** What DuckDB is told names no value, and nothing of the machine; it is not what the caller is told either. */
    @Override
    public String failed(Throwable problem) {
        failure.compareAndSet(null, refusal(problem));
        return "data set " + definition.name() + " cannot be read";
    }

    private QueryRefusal refusal(Throwable problem) {
        String dataSet = "data set '" + definition.name() + "'";
        if (problem instanceof UnreadableValueException unreadable) {
            return new QueryRefusal(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, dataSet + ": " + unreadable.words());
        }
        if (problem instanceof DamagedFileException || problem instanceof SealedReading.LostFileException) {
            return new QueryRefusal(
                    SqlState.DATA_CORRUPTED,
                    dataSet
                            + " is not what was published: a file of its version does not open under its key. Refresh it"
                            + " with FULL_REFRESH");
        }
        if (problem instanceof OutOfMemoryError) {
            return new QueryRefusal(
                    SqlState.OUT_OF_MEMORY,
                    dataSet + " takes more memory than a worker of the SQL door has for decoding");
        }
        return new QueryRefusal(SqlState.INTERNAL_ERROR, dataSet + " cannot be read");
    }

    /** Wipes the keys: what reads on fails. */
    @Override
    public void close() {
        LentRows taken = lent;
        lent = null;
        opened.forEach(LentReader::close);
        if (taken != null) {
            taken.close();
        }
    }
}
