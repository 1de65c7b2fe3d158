package io.spicerack.core.refresh;

import io.spicerack.store.PartWriter;
import io.spicerack.store.StagedVersion;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a table into a staged version: a thread and a file (or more) for each part; a single part is read and
 * written by two threads in turns. The first part that fails stops the others, and its failure is the one that is thrown.
 * One thread runs it.
 */
public final class Sealing {
    /** What happens beside the writing; all may be called by the threads of all parts. */
    public interface Watch {
        /** Throws where the refresh was stopped. */
        void goOn();

        void sealed(int rows, long bytes);

        /** Makes the parts end that still read. */
        void stop(RuntimeException why);
    }

    private final StagedVersion target;
    private final Watch watch;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    public Sealing(StagedVersion target, Watch watch) {
        this.target = target;
        this.watch = watch;
    }

    public void write(List<? extends RowGroups> parts) {
        if (parts.size() == 1) {
            writeBehind(parts.get(0));
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(parts.size(), named(target.toString()));
        try {
            List<Future<?>> running = new ArrayList<>();
            parts.forEach(part -> running.add(threads.submit(() -> guarded(part))));
            for (Future<?> part : running) {
                await(part);
            }
        } finally {
            threads.shutdownNow();
        }
        RuntimeException why = failure.get();
        if (why != null) {
            throw why;
        }
    }

    private void guarded(RowGroups part) {
        try {
            write(part);
        } catch (RuntimeException e) {
            if (failure.compareAndSet(null, e)) {
                watch.stop(e);
            }
        }
    }

    private void write(RowGroups rows) {
        RowGroup group = new RowGroup(rows.schema());
        try (PartWriter part = target.openPart()) {
            long before = 0;
            while (failure.get() == null && rows.next(group)) {
                watch.goOn();
                part.write(group);
                watch.sealed(group.rows(), part.bytes() - before);
                before = part.bytes();
            }
            watch.goOn();
            if (failure.get() == null) {
                part.finish();
            }
        }
    }

    /** While a row group is encoded and written, this thread reads the next: row steps stay on the route's own thread. */
    private void writeBehind(RowGroups rows) {
        RowGroup filling = new RowGroup(rows.schema());
        RowGroup spare = new RowGroup(rows.schema());
        try (PartWriter part = target.openPart();
                WriteBehind writer = new WriteBehind(part, named(target.toString()))) {
            while (rows.next(filling)) {
                watch.goOn();
                writer.write(filling, watch::sealed);
                RowGroup written = spare;
                spare = filling;
                filling = written;
            }
            writer.await();
            watch.goOn();
            part.finish();
        }
    }

    private void await(Future<?> part) {
        try {
            part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            IllegalStateException why = new IllegalStateException("the refresh was interrupted", e);
            if (failure.compareAndSet(null, why)) {
                watch.stop(why);
            }
        } catch (ExecutionException e) {
            // an Error: what is left of the process is not to publish anything
            IllegalStateException why = new IllegalStateException("a part of the refresh failed", e.getCause());
            if (failure.compareAndSet(null, why)) {
                watch.stop(why);
            }
        }
    }

    private static java.util.concurrent.ThreadFactory named(String version) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "seal-" + version + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
