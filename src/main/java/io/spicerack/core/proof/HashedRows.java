package io.spicerack.core.proof;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableHash;

/** Hashes rows as they are handed on. */
record HashedRows(RowGroups rows, TableHash hash) implements RowGroups {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        if (!rows.next(group)) {
            return false;
        }
        hash.add(group);
        return true;
    }

    @Override
    public void close() {
        rows.close();
    }
}
