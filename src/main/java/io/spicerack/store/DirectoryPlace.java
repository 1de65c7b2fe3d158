package io.spicerack.store;

import io.spicerack.table.parquet.ChannelInput;
import io.spicerack.table.parquet.ChannelOutput;
import io.spicerack.table.parquet.SealedInput;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A version's directory. */
record DirectoryPlace(DurableFiles disk, Path directory) implements VersionPlace {
    private static final String UNFINISHED = ".unfinished";

    @Override
    public SealedOutput create(String file) throws IOException {
        return new ChannelOutput(disk.newFile(directory.resolve(file)));
    }

    @Override
    public SealedInput open(String file) throws IOException {
        return new ChannelInput(FileChannel.open(directory.resolve(file), StandardOpenOption.READ));
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        disk.write(directory.resolve(file), content);
    }

    @Override
    public void replace(String file, byte[] content) throws IOException {
        Path fresh = directory.resolve(file + UNFINISHED);
        Files.deleteIfExists(fresh);
        disk.write(fresh, content);
        Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(directory.resolve(file));
    }

    @Override
    public Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.size(path));
            }
        }
        return files;
    }

    @Override
    public void settle() throws IOException {
        disk.sync(directory);
    }

    @Override
    public void discardUnfinished() throws IOException {
        for (String file : files().keySet()) {
            if (file.endsWith(UNFINISHED)) {
                delete(file);
            }
        }
    }

    @Override
    public void deleteAll() throws IOException {
        DurableFiles.deleteTree(directory);
    }

    @Override
    public Optional<Path> path(String file) {
        return Optional.of(directory.resolve(file));
    }

    @Override
    public String nameOf(String file) {
        return directory.resolve(file).toString();
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
