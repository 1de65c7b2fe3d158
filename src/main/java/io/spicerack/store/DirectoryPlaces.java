package io.spicerack.store;

import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory with one of each data set, and in it one of each version. Thread-safe; one process at a time owns it. */
final class DirectoryPlaces implements VersionPlaces {
    private final Path root;
    private final DurableFiles disk;

    DirectoryPlaces(Path root, DurableFiles disk) {
        this.root = root;
        this.disk = disk;
    }

    @Override
    public void checkFree() {
        disk.checkFree();
    }

    @Override
    public VersionPlace begin(StoredVersion version) throws IOException {
        Path dataSet = dataSet(version.dataSet());
        Path directory = directory(version);
        disk.directory(dataSet);
        disk.sync(root);
        disk.newDirectory(directory);
        disk.sync(dataSet);
        return new DirectoryPlace(disk, directory);
    }

    @Override
    public VersionPlace of(StoredVersion version) {
        return new DirectoryPlace(disk, directory(version));
    }

    @Override
    public void settleDeleted(StoredVersion version) throws IOException {
        Path dataSet = dataSet(version.dataSet());
        if (Files.isDirectory(dataSet)) {
            disk.sync(dataSet);
        }
    }

    @Override
    public void forget(DataSetId dataSet) throws IOException {
        try {
            Files.deleteIfExists(dataSet(dataSet));
            disk.sync(root);
        } catch (DirectoryNotEmptyException e) {
            // another of the same id has begun already
        }
    }

    @Override
    public List<StoredVersion> versions() {
        List<StoredVersion> versions = new ArrayList<>();
        for (String dataSet : directories(root)) {
            for (String version : directories(root.resolve(dataSet))) {
                versions.add(new StoredVersion(new DataSetId(dataSet), new VersionId(version)));
            }
        }
        return versions;
    }

    /** A file that was being replaced belongs to a rewrap, which is settled by itself. */
    @Override
    public void discardUnfinished(Predicate<StoredVersion> beingWritten) {}

    @Override
    public RuntimeException failed(String what, IOException e) {
        return disk.failed(what, e);
    }

    private Path dataSet(DataSetId id) {
        return root.resolve(id.value());
    }

    private Path directory(StoredVersion version) {
        return dataSet(version.dataSet()).resolve(version.version().value());
    }

    /** Names of directories that may be ours; others are left alone. */
    private static List<String> directories(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("[A-Za-z0-9_-]{1,128}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
    }
}
