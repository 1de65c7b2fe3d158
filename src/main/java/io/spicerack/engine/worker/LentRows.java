package io.spicerack.engine.worker;

import io.spicerack.store.LentFile;
import io.spicerack.table.ReadView;
import java.util.List;

/**
 * The files of a data set that were lent for one run, and what of them is shown. Immutable.
 *
 * @param view nothing else of the files gets to DuckDB
 */
record LentRows(ReadView view, List<LentFile> files) implements AutoCloseable {
    LentRows {
        files = List.copyOf(files);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        files.forEach(LentFile::close);
    }
}
