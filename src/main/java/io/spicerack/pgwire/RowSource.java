package io.spicerack.pgwire;

import io.spicerack.core.reading.Outlet;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.SqlState;
import io.spicerack.table.RowGroup;
import java.util.List;

/** The rows of one answer, one after the other, as many as may be given. Not thread-safe. */
final class RowSource implements AutoCloseable {
    /** As many as an engine gives at a time, about. */
    private static final int BATCH_ROWS = 8192;

    private final QueryRows rows;
    private final RowGroup batch;
    private final long most;
    private final Outflow outflow;
    private int next;
    private long given;
    private boolean over;

    RowSource(QueryRows rows, List<QueryColumn> columns, long most, Outflow outflow, Outlet outlet) {
        this.rows = rows;
        this.batch = RowGroup.ofSlices(QueryColumn.schema(columns), BATCH_ROWS);
        this.most = most;
        this.outflow = outflow;
        rows.leadsTo(outlet);
    }

    RowGroup batch() {
        return batch;
    }

    Outflow outflow() {
        return outflow;
    }

    /** The next row in {@link #batch}; -1 when there are no more. */
    int next() throws QueryRefusal {
        while (!over && next == batch.rows()) {
            over = !rows.next(batch);
            next = 0;
        }
        if (over) {
            return -1;
        }
        if (given == most) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the answer has more than " + most
                            + " rows, the most (spicerack.sql.rows); ask for fewer with LIMIT, or" + " group them");
        }
        given++;
        return next++;
    }

    @Override
    public void close() {
        over = true;
        rows.close();
    }
}
