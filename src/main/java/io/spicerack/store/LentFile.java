package io.spicerack.store;

import io.spicerack.envelope.FileKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.ParquetFooter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of an open version with its key, lent to a process that reads it. Its footer is read once. Thread-safe, but each reader is
 * of one thread.
 */
public final class LentFile implements AutoCloseable {
    private final Path path;
    private final String name;
    private final SealedFile sealed;
    private final FileKey key;
    private @Nullable ParquetFooter footer;

    /** @param key closed by who lends it, and by the process that it was lent to */
    public LentFile(Path path, String name, SealedFile sealed, FileKey key) {
        this.path = path;
        this.name = name;
        this.sealed = sealed;
        this.key = key;
    }

    public Path path() {
        return path;
    }

    public String name() {
        return name;
    }

    public SealedFile sealed() {
        return sealed;
    }

    public FileKey key() {
        return key;
    }

    /** Opens some columns, none for all. The caller closes it before the key. */
    public LentReader open(Schema whole, List<String> columns) throws TamperedException {
        OpenFile file = OpenFile.open(path, name, sealed, key);
        ParquetFooter known = known();
        return known == null ? first(file, whole, columns) : LentReader.open(file, whole, columns, known);
    }

    /** Others that open it at the same time wait, and need not read the footer themselves. */
    private synchronized LentReader first(OpenFile file, Schema whole, List<String> columns) {
        LentReader reader = LentReader.open(file, whole, columns, footer);
        if (footer == null) {
            footer = reader.footer();
        }
        return reader;
    }

    private synchronized @Nullable ParquetFooter known() {
        return footer;
    }

    /** Wipes the key, and lets go of the footer, which holds values. */
    @Override
    public void close() {
        key.close();
        synchronized (this) {
            footer = null;
        }
    }
}
