package io.spicerack.pgwire;

import io.spicerack.core.reading.Outlet;
import io.spicerack.query.QueryRows;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import java.util.List;

/** Rows of texts that the door gives itself. Not thread-safe. */
final class LiteralRows implements QueryRows {
    private final List<List<String>> rows;
    private boolean given;

    LiteralRows(List<List<String>> rows) {
        this.rows = rows;
    }

    @Override
    public void leadsTo(Outlet outlet) {
        // no key protects them
    }

    @Override
    public boolean next(RowGroup batch) {
        batch.clear();
        if (given || rows.isEmpty()) {
            return false;
        }
        given = true;
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                RowMaps.append(batch, i, row.get(i));
            }
            batch.endRow();
        }
        return true;
    }

    @Override
    public void close() {
        given = true;
    }
}
