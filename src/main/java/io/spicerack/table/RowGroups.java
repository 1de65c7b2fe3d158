package io.spicerack.table;

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

    /** Frees what is held; idempotent. Closing early is no error. */
    @Override
    void close();
}
