package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;

/** Reads one file, and closes it. */
final class FileReader implements RowGroups {
    private final VersionReader rows;
    private final OpenVersion.OpenFile file;

    FileReader(VersionReader rows, OpenVersion.OpenFile file) {
        this.rows = rows;
        this.file = file;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        return rows.next(group);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } finally {
            file.close();
        }
    }
}
