package io.spicerack.table.hash;

import io.spicerack.table.RowGroups;

/** A table that can be hashed without handing out its rows. As for any {@link RowGroups}, one thread reads. */
public interface HashableRowGroups extends RowGroups {
    /**
     * Adds the next rows to {@code hash}.
     *
     * @return false when there are no more rows
     */
    boolean next(TableHash hash);
}
