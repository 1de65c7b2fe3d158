package io.spicerack.engine.worker;

import io.spicerack.query.QueryRefusal;
import io.spicerack.table.RowGroup;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.RawStatement;

/** Rows that DuckDB computes. One thread. */
record ComputedRows(RawStatement statement, List<AnswerReader> readers) implements AnswerRows {
    @Override
    public int next() throws SQLException {
        return statement.next();
    }

    @Override
    public void measure(int rows, long[] bytes) {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).measure(statement.vector(i), rows, bytes);
        }
    }

    @Override
    public void read(int first, int end, RowGroup batch) throws QueryRefusal {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).read(statement.vector(i), first, end, batch.column(i));
        }
    }

    @Override
    public boolean readsAllAtOnce() {
        return readers.stream().anyMatch(AnswerReader::readsAllAtOnce);
    }
}
