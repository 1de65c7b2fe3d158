package io.spicerack.engine;

import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.table.CellText;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a session, and has the whole answer as text. */
final class Answers {
    static final QueryLimits LIMITS = new QueryLimits(Duration.ZERO, Long.MAX_VALUE, 256L << 20);

    private Answers() {}

    /** Each row's cells in canonical text, NULL as such. */
    static List<List<@Nullable String>> of(QuerySession session, String sql, @Nullable Object... values)
            throws QueryRefusal {
        try (PreparedQuery query = session.prepare(sql, List.of())) {
            return of(query, values);
        }
    }

    static List<List<@Nullable String>> of(PreparedQuery query, @Nullable Object... values) throws QueryRefusal {
        List<List<@Nullable String>> rows = new ArrayList<>();
        RowGroup batch = new RowGroup(QueryColumn.schema(query.columns()));
        try (QueryRows answer = query.run(Arrays.asList(values), LIMITS)) {
            while (answer.next(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    List<@Nullable String> cells = new ArrayList<>();
                    for (int column = 0; column < batch.schema().width(); column++) {
                        cells.add(CellText.of(batch, column, row));
                    }
                    rows.add(cells);
                }
            }
        }
        return rows;
    }
}
