package io.spicerack.aws.bucket;

import io.spicerack.model.Sha256;
import io.spicerack.store.StoredVersion;
import io.spicerack.store.VersionPlace;
import io.spicerack.table.parquet.SealedInput;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** A version's objects: those of one prefix. What is written is there for good at once, under its name or not at all. */
record BucketPlace(BucketCalls calls, Executor threads, StoredVersion version) implements VersionPlace {
    @Override
    public SealedOutput create(String file) {
        return new BucketOutput(calls, threads, key(file));
    }

    @Override
    public SealedInput open(String file) throws IOException {
        return BucketInput.open(calls, threads, key(file));
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        calls.putNew(
                key(file),
                new Content(content, content.length),
                Base64.getEncoder().encodeToString(Sha256.of(content)));
    }

    @Override
    public void replace(String file, byte[] content) {
        calls.put(key(file), content);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        calls.put(key(to), read(from));
        calls.delete(key(from));
    }

    @Override
    public void delete(String file) {
        calls.delete(key(file));
    }

    @Override
    public Map<String, Long> files() {
        Map<String, Long> files = new TreeMap<>();
        int prefix = key("").length();
        calls.list(key("")).forEach((key, bytes) -> files.put(key.substring(prefix), bytes));
        return files;
    }

    /** An upload whose beginning S3 did not tell of would stay beside the version. */
    @Override
    public void settle() {
        discardUnfinished();
    }

    @Override
    public void discardUnfinished() {
        calls.uploads(key("")).forEach((upload, key) -> calls.abort(key, upload));
    }

    @Override
    public void deleteAll() {
        discardUnfinished();
        files().keySet().forEach(this::delete);
    }

    @Override
    public String nameOf(String file) {
        return calls.address().url(key(file));
    }

    private String key(String file) {
        return calls.address().keyPrefix(version) + file;
    }

    @Override
    public String toString() {
        return calls.address().url(key(""));
    }
}
