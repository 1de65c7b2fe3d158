package io.spicerack.core.refresh;

import io.spicerack.model.RowInfo;
import io.spicerack.table.RowGroups;
import java.util.List;

/** Rows that a route brings from elsewhere. */
record GivenRows() implements RowOrigin {
    @Override
    public List<RowGroups> parts(RowGroups rows) {
        return List.of(rows);
    }

    @Override
    public RowInfo rowInfo(long sealed) {
        return new RowInfo(sealed, 0, sealed);
    }
}
