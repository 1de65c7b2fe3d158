package io.spicerack.core.reading;

import io.spicerack.store.OpenVersion;
import io.spicerack.table.Column;
import io.spicerack.table.ReadView;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.ShownRows;
import org.jspecify.annotations.Nullable;

/** What a view shows of a version's rows, together with the version, so that both are let go of at once. One thread. */
final class ViewedRows implements RowGroups {
    private final SharedVersion version;
    private final ReadView view;
    private final RowGroups rows;
    private final @Nullable ShownRows shown;
    private @Nullable RowGroup read;
    private boolean left;

    private ViewedRows(SharedVersion version, ReadView view, RowGroups rows, @Nullable ShownRows shown) {
        this.version = version;
        this.view = view;
        this.rows = rows;
        this.shown = shown;
    }

    /** Columns that are not shown, and tell nothing of which rows are, are not decoded. */
    static ViewedRows of(SharedVersion shared, ReadView view) {
        OpenVersion version = shared.opened();
        Schema needed = view.read(view.shown());
        ShownRows shown = view.rows()
                .map(filter -> new ShownRows(filter, needed, view.shown()))
                .orElse(null);
        RowGroups rows = view.isAll()
                ? version.read(() -> {})
                : version.read(
                        () -> {}, needed.columns().stream().map(Column::name).toList());
        return new ViewedRows(shared, view, rows, shown);
    }

    @Override
    public Schema schema() {
        return view.shown();
    }

    @Override
    public boolean next(RowGroup group) {
        ShownRows copier = shown;
        if (copier == null) {
            return rows.next(group);
        }
        RowGroup from = read == null ? new RowGroup(rows.schema()) : read;
        read = from;
        group.clear();
        do {
            if (!rows.next(from)) {
                from.clear();
                return false;
            }
            copier.copy(from, group);
        } while (group.rows() == 0);
        return true;
    }

    @Override
    public void close() {
        RowGroup held = read;
        if (held != null) {
            held.clear();
        }
        try {
            rows.close();
        } finally {
            if (!left) {
                left = true;
                version.leave();
            }
        }
    }
}
