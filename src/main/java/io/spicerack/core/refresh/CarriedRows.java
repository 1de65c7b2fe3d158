package io.spicerack.core.refresh;

import io.spicerack.core.increment.IncrementalWindow;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;

/**
 * The rows of the current version that an incremental refresh keeps: those older than its window. They are opened under
 * the old data key and sealed again under the new one, so that a version has one key. One thread reads.
 */
final class CarriedRows implements RowGroups {
    private final RowGroups before;
    private final IncrementalWindow window;
    private final int place;
    private final RowGroup read;
    private int next;
    private long rows;

    CarriedRows(RowGroups before, IncrementalWindow window, Schema now) {
        if (!before.schema().equals(now)) {
            before.close();
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                    "the columns have changed since the current version, so that rows cannot be added to it: "
                            + SchemaDrift.between(before.schema(), now) + ". Refresh with FULL_REFRESH");
        }
        this.before = before;
        this.window = window;
        this.place = window.place(before.schema());
        this.read = new RowGroup(before.schema());
    }

    @Override
    public Schema schema() {
        return before.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        while (!group.full()) {
            if (next == read.rows()) {
                next = 0;
                if (!before.next(read)) {
                    break;
                }
            }
            if (window.older(read.column(place), next)) {
                for (int i = 0; i < group.schema().width(); i++) {
                    group.column(i).appendFrom(read.column(i), next);
                }
                group.endRow();
                rows++;
            }
            next++;
        }
        return group.rows() > 0;
    }

    /** So far. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        before.close();
    }
}
