package io.spicerack.audit.file;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that holds objects as an S3 bucket does: the file of a key lies at the key's path, and its user metadata, if it
 * has any, beside it as JSON in {@code <key>.metadata}. An object is there whole with its metadata or not at all, also
 * after a crash. Thread-safe.
 */
public final class LogBucket implements TrailObjects {
    private static final String METADATA = ".metadata";
    private static final String PART = ".part";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    public LogBucket(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Writes an object, over one of the same key; it is on disk when this returns. */
    public void put(String key, Content content) {
        Path file = file(key);
        try {
            Files.createDirectories(parent(file));
            // the metadata first: an object that is seen has its metadata
            if (!content.metadata().isEmpty()) {
                write(metadata(file), JSON.writeValueAsBytes(new TreeMap<>(content.metadata())));
            }
            write(file, content.bytes());
            if (content.metadata().isEmpty()) {
                Files.deleteIfExists(metadata(file));
            }
            force(parent(file));
        } catch (IOException e) {
            throw new UncheckedIOException("object '" + key + "' cannot be written to " + directory + ": " + e, e);
        }
    }

    @Override
    public Optional<Content> find(String key) {
        Path file = file(key);
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Optional.of(new Content(bytes, readMetadata(metadata(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("object '" + key + "' cannot be read from " + directory + ": " + e, e);
        }
    }

    @Override
    public List<String> keys(String prefix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.join("/", names(directory.relativize(file))))
                    .filter(key -> key.startsWith(prefix) && !key.endsWith(METADATA) && !key.endsWith(PART))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the objects in " + directory + " cannot be listed: " + e, e);
        }
    }

    /** When the bucket was made, as far as its directory tells. */
    public Instant created() {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** When the object was last written; empty where there is none of that key. */
    public Optional<Instant> lastModified(String key) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(key)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("object '" + key + "' cannot be read from " + directory + ": " + e, e);
        }
    }

    /** Removes an object; one that is not there is left so, as in S3. */
    public void delete(String key) {
        Path file = file(key);
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(metadata(file));
        } catch (IOException e) {
            throw new UncheckedIOException("object '" + key + "' cannot be deleted from " + directory + ": " + e, e);
        }
    }

    private Path file(String key) {
        boolean named = !key.isEmpty() && !key.endsWith(METADATA) && !key.endsWith(PART) && key.indexOf('\0') < 0;
        for (String part : key.split("/", -1)) {
            named &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!named) {
            throw new IllegalArgumentException("'" + key + "' cannot be the key of an object here: its parts between"
                    + " slashes are not empty, '.' or '..', and it does not end in " + METADATA + " or " + PART);
        }
        return directory.resolve(key);
    }

    private static Path metadata(Path file) {
        return file.resolveSibling(file.getFileName() + METADATA);
    }

    private static Map<String, String> readMetadata(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        // a name of its own: two writers of one key do not mix their bytes
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PART);
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " has no directory");
        }
        return parent;
    }

    private static List<String> names(Path relative) {
        return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
                .map(i -> relative.getName(i).toString())
                .toList();
    }
}
