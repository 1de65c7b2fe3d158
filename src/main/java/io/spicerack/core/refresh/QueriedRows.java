package io.spicerack.core.refresh;

import io.spicerack.core.proof.TalliedRows;
import io.spicerack.model.RowInfo;
import io.spicerack.table.RowGroups;
import java.util.List;

/** The rows of a route's query. What a step leaves out counts as dropped. */
record QueriedRows(TalliedRows read) implements RowOrigin {
    @Override
    public List<? extends RowGroups> parts(RowGroups rows) {
        return rows == read ? read.parts() : List.of(rows);
    }

    @Override
    public boolean keeps(long sealed) {
        return read.rows() == sealed;
    }

    @Override
    public RowInfo rowInfo(long sealed) {
        return new RowInfo(sealed, Math.max(0, read.rows() - sealed), sealed);
    }
}
