package io.spicerack.kit.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things by id, in memory and each in an encrypted JSON file of its own. The file's name is a digest of the id and is
 * authenticated with the content, so that a swapped file does not open. Reads are thread-safe; changes are made by one
 * thread at a time.
 */
public final class SealedStore<T> {

    private final Path directory;
    private final RootKey root;
    private final Function<T, String> id;
    private final ObjectMapper mapper = SealedJson.mapper();
    private final ConcurrentNavigableMap<String, T> values = new ConcurrentSkipListMap<>();

    private SealedStore(Path directory, RootKey root, Function<T, String> id) {
        this.directory = directory;
        this.root = root;
        this.id = id;
    }

    public static <T> SealedStore<T> open(Path directory, RootKey root, Class<T> type, Function<T, String> id)
            throws IOException {
        Files.createDirectories(directory);
        SealedStore<T> store = new SealedStore<>(directory, root, id);
        store.load(type);
        return store;
    }

    @Nullable
    public T find(String wanted) {
        return values.get(wanted);
    }

    /** All, in the order of their ids. */
    public Collection<T> all() {
        return Collections.unmodifiableCollection(values.values());
    }

    /** Adds or replaces a thing; it is on disk when this returns. */
    public void put(T value) {
        String key = id.apply(value);
        String name = fileName(key);
        try {
            DurableFile.write(directory.resolve(name), root.seal(mapper.writeValueAsBytes(value), purpose(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.resolve(name) + ": " + e.getMessage(), e);
        }
        values.put(key, value);
    }

    public void remove(String key) {
        try {
            DurableFile.delete(directory.resolve(fileName(key)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete in " + directory + ": " + e.getMessage(), e);
        }
        values.remove(key);
    }

    private void load(Class<T> type) throws IOException {
        List<Path> files;
        try (var listing = Files.list(directory)) {
            files = listing.toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(DurableFile.STAGED)) {
                Files.delete(file);
            } else if (name.endsWith(RootKey.ENDING)) {
                T value = read(file, name, type);
                values.put(id.apply(value), value);
            }
        }
    }

    private T read(Path file, String name, Class<T> type) throws IOException {
        byte[] plaintext = root.open(Files.readAllBytes(file), purpose(name));
        if (plaintext == null) {
            throw new LocalAwsException(
                    file + " does not open under the root key: it was changed, or belongs to another directory;"
                            + " put back the right file or delete it",
                    null);
        }
        return mapper.readValue(plaintext, type);
    }

    private String purpose(String name) {
        return directory.getFileName() + "/" + name;
    }

    private static String fileName(String key) {
        return Sha256.hex(key) + RootKey.ENDING;
    }
}
