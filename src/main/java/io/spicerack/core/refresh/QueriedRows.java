package io.spicerack.core.refresh;

import io.spicerack.core.proof.TalliedRows;
import io.spicerack.model.RowInfo;
import io.spicerack.table.RowGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a route's query. What a step leaves out counts as dropped.
 *
 * @param revision what tells its query from another; null where nothing is added to its rows
 * @param carried the rows of the current version that an incremental refresh keeps
 */
record QueriedRows(TalliedRows read, @Nullable Long revision, Optional<CarriedRows> carried) implements RowOrigin {
    @Override
    public List<? extends RowGroups> parts(RowGroups rows) {
        List<RowGroups> all = new ArrayList<>(rows == read ? read.parts() : List.of(rows));
        carried.ifPresent(all::add);
        return all;
    }

    @Override
    public boolean keeps(long sealed) {
        return read.rows() == added(sealed);
    }

    @Override
    public RowInfo rowInfo(long sealed) {
        return new RowInfo(added(sealed), Math.max(0, read.rows() - added(sealed)), sealed);
    }

    private long added(long sealed) {
        return sealed - carried.map(CarriedRows::rows).orElse(0L);
    }
}
