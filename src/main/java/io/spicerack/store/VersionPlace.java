package io.spicerack.store;

import io.spicerack.table.parquet.SealedInput;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of one version lie, under the names of docs/format.md: a directory, or a prefix of a bucket. Thread-safe where
 * one thread at a time works on a file.
 */
public interface VersionPlace {
    /** A new file; what is there already is refused. */
    SealedOutput create(String file) throws IOException;

    /** Throws {@link NoSuchFileException} where there is none. */
    SealedInput open(String file) throws IOException;

    /** Writes a small new file, which is stored for good when this returns; what is there already is refused. */
    void write(String file, byte[] content) throws IOException;

    /** Puts {@code content} into the place of a small file, all of it or nothing, also after a crash. */
    void replace(String file, byte[] content) throws IOException;

    /** Puts a small file into the place of another, all of it or nothing; after a crash both may be there. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; one that is not there is left so. */
    void delete(String file) throws IOException;

    /** The names of all files with their bytes, in order. */
    Map<String, Long> files() throws IOException;

    /** Waits until the names of all files that were written are stored for good. */
    void settle() throws IOException;

    /** Removes what a write that never ended has left. */
    void discardUnfinished() throws IOException;

    /** Deletes all files, finished or not; what is gone already counts as deleted. */
    void deleteAll() throws IOException;

    /** A small file as a whole. */
    default byte[] read(String file) throws IOException {
        try (SealedInput input = open(file)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(input.size()));
            input.readFully(content, 0);
            return content.array();
        }
    }

    /** {@link #read}; empty where there is no such file. */
    default Optional<byte[]> find(String file) throws IOException {
        try {
            return Optional.of(read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where a file lies on this machine; empty where it lies elsewhere. */
    default Optional<Path> path(String file) {
        return Optional.empty();
    }

    /** Names a file in messages: its path or its URL. {@code toString} names the place. */
    String nameOf(String file);
}
