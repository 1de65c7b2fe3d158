package io.spicerack.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;

/** A catalog of one test's own, which is closed when the test is over. */
final class OpenedCatalog implements AutoCloseable {
    private final Path directory;
    private final Function<Path, Catalog> opening;
    private Catalog catalog;

    private OpenedCatalog(Path directory, Function<Path, Catalog> opening) {
        this.directory = directory;
        this.opening = opening;
        this.catalog = opening.apply(file());
    }

    /** @param opening is given where the file of a catalog would be */
    static OpenedCatalog by(Function<Path, Catalog> opening) throws IOException {
        return new OpenedCatalog(Files.createTempDirectory("catalog"), opening);
    }

    Path file() {
        return directory.resolve("catalog.db");
    }

    Catalog catalog() {
        return catalog;
    }

    /** As another process finds it after this one. */
    Catalog again() {
        catalog.close();
        catalog = opening.apply(file());
        return catalog;
    }

    @Override
    public void close() throws IOException {
        catalog.close();
        FileUtils.deleteDirectory(directory.toFile());
    }
}
