package io.spicerack.store;

import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.table.Schema;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of an open version with its key, lent to a process that reads it. Each {@link #open} is for one thread.
 *
 * @param key closed by who lends it, and by the process that it was lent to
 */
public record LentFile(Path path, String name, SealedFile sealed, FileKey key) {
    /** Opens some columns, none for all. The caller closes it before the key. */
    public LentReader open(Schema whole, List<String> columns) throws TamperedException {
        return LentReader.open(OpenFile.open(path, name, sealed, key), whole, columns);
    }
}
