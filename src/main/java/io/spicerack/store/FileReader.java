package io.spicerack.store;

import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.TableHash;

/** Reads one file, and closes it. */
final class FileReader implements HashableRowGroups {
    private final VersionReader rows;
    private final OpenFile file;

    FileReader(VersionReader rows, OpenFile file) {
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
    public boolean next(TableHash hash) {
        return rows.next(hash);
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
