package io.spicerack.core.proof;

import io.spicerack.envelope.TamperedException;
import io.spicerack.store.SealedFile;
import io.spicerack.store.StagedVersion;
import io.spicerack.table.hash.HashRule;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.TableHash;
import io.spicerack.table.parquet.DamagedFileException;
import io.spicerack.table.parquet.DecoderMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads the files of a staged version back, each as soon as it is finished, while the next is being sealed: decrypted,
 * decompressed and decoded as for any reader, and hashed. It works on one thread of its own; {@link #finished} may come from
 * any, the rest belongs to one owner.
 */
public final class ReadBack implements AutoCloseable {
    private final StagedVersion staged;
    private final TableHash hash;
    private final DecoderMemory memory = new DecoderMemory();
    private final ExecutorService thread;
    private final List<SealedFile> files = new ArrayList<>();
    private final List<Future<?>> reading = new ArrayList<>();
    private volatile long nanos;
    private volatile boolean closed;

    public ReadBack(StagedVersion staged, HashRule rule) {
        this.staged = staged;
        this.hash = TableHash.ofRows(rule);
        this.thread = Executors.newFixedThreadPool(1, task -> {
            Thread reader = new Thread(task, "read-back-" + staged);
            reader.setDaemon(true);
            return reader;
        });
    }

    /** Takes a file that is on disk. */
    public synchronized void finished(SealedFile file) {
        files.add(file);
        reading.add(thread.submit(() -> {
            long start = System.nanoTime();
            read(file, hash);
            nanos += System.nanoTime() - start;
        }));
    }

    private void read(SealedFile file, TableHash into) {
        try (HashableRowGroups rows = staged.readBack(file, memory)) {
            while (rows.next(into)) {
                if (closed) {
                    throw new IllegalStateException("the refresh ended before its files were read back");
                }
            }
        } catch (TamperedException e) {
            throw new DamagedFileException("what was just sealed cannot be read back", e);
        }
    }

    /** Waits until all of {@code sealed}, and nothing else, has been read. */
    public TableHash of(List<SealedFile> sealed) {
        List<Future<?>> all;
        synchronized (this) {
            if (sealed.size() != files.size() || !files.containsAll(sealed)) {
                throw new IllegalStateException("the manifest names " + sealed.size() + " files, but " + files.size()
                        + " were read back, or not the same");
            }
            all = List.copyOf(reading);
        }
        all.forEach(ReadBack::await);
        return hash;
    }

    private static void await(Future<?> file) {
        try {
            file.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the refresh was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            // an Error: what is left of the process is not to publish anything
            throw new IllegalStateException("what was sealed could not be read back", e.getCause());
        }
    }

    /** Reads all files once more, for what tells in which columns they differ from something. */
    public TableHash byColumn(HashRule rule) {
        TableHash detailed = TableHash.ofColumns(rule);
        List<SealedFile> all;
        synchronized (this) {
            all = List.copyOf(files);
        }
        all.forEach(file -> read(file, detailed));
        return detailed;
    }

    /** How long the reading took in all; most of it passed while others worked. */
    public Duration took() {
        return Duration.ofNanos(nanos);
    }

    /** Stops reading, and waits until it has stopped: only then may keys and files go. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
