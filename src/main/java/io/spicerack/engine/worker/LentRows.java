package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.RunOrder.Share;
import io.spicerack.store.LentFile;
import io.spicerack.table.ReadView;
import java.util.List;

/**
 * The files of a data set that were lent for one run, and what of them is shown. Immutable.
 *
 * @param view nothing else of the files gets to DuckDB
 * @param share of their row groups, all others are left out
 */
record LentRows(ReadView view, List<LentFile> files, Share share) implements AutoCloseable {
    LentRows {
        files = List.copyOf(files);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        files.forEach(LentFile::close);
    }
}
