package io.spicerack.core.refresh;

import io.spicerack.store.PartWriter;
import io.spicerack.table.RowGroup;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Writes one row group at a time on a thread of its own, while its owner fills another. One owner's thread calls it. */
final class WriteBehind implements AutoCloseable {
    /** Hears what was written; called by the writing thread. */
    @FunctionalInterface
    interface Listener {
        void sealed(int rows, long bytes);
    }

    private final PartWriter part;
    private final ExecutorService thread;
    private @Nullable Future<?> writing;
    /** Written so far; the writing thread alone uses it. */
    private long bytes;

    WriteBehind(PartWriter part, ThreadFactory threads) {
        this.part = part;
        this.thread = Executors.newFixedThreadPool(1, threads);
    }

    /**
     * Waits for the group before, then lets {@code group} be written: it is not touched until the next call returns. The
     * listener hears of it as soon as it is written, though its owner may wait long for the next one's rows.
     */
    void write(RowGroup group, Listener listener) {
        await();
        writing = thread.submit(() -> {
            part.write(group);
            listener.sealed(group.rows(), part.bytes() - bytes);
            bytes = part.bytes();
        });
    }

    /** Waits for the group that is being written; what went wrong with it is thrown here. */
    void await() {
        Future<?> last = writing;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the refresh was interrupted", e);
        } catch (ExecutionException e) {
            writing = null;
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            // an Error: what is left of the process is not to publish anything
            throw new IllegalStateException("a part of the refresh failed", e.getCause());
        }
        writing = null;
    }

    /** Waits until nothing is written any more, whatever comes of it: only then may the part be closed. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        Future<?> last = writing;
        while (last != null && !last.isDone()) {
            try {
                last.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // another failure is under way already, and it came first
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
