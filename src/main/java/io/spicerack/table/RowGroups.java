package io.spicerack.table;

import io.spicerack.table.hash.TableHash;

/**
 * A table read once, row group by row group. Not thread-safe; {@link #close()} may be called from another thread to cut
 * a reader that hangs.
 */
public interface RowGroups extends AutoCloseable {
    Schema schema();

    /**
     * Clears {@code group} and fills it with the next rows.
     *
     * @return false when there are no more rows; the group is then empty
     */
    boolean next(RowGroup group);

    /**
     * Adds the next rows to {@code hash}, without handing them out.
     *
     * @return false when there are no more rows
     */
    default boolean next(TableHash hash) {
        RowGroup group = hash.scratch(schema());
        if (!next(group)) {
            return false;
        }
        hash.add(group);
        return true;
    }

    /** Frees what is held; idempotent. Closing early is no error. */
    @Override
    void close();
}
