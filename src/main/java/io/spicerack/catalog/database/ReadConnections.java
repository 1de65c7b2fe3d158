package io.spicerack.catalog.database;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Connections for reading, {@value #KEPT} of which stay open between reads, for opening one costs more than most reads.
 * None is in a transaction meanwhile, so it keeps no old state of the file. Nobody waits for one: those beyond that number
 * last for one read, and so does one whose read failed. Thread-safe, but {@link #close()} comes after the last read.
 */
final class ReadConnections implements AutoCloseable {
    private static final int KEPT = 8;

    private final Jdbi readers;
    private final BlockingQueue<Handle> idle = new ArrayBlockingQueue<>(KEPT);

    ReadConnections(Jdbi readers) {
        this.readers = readers;
    }

    <T extends @Nullable Object> T inTransaction(Function<Handle, T> query) {
        Handle kept = idle.poll();
        Handle handle = kept == null ? readers.open() : kept;
        boolean ended = false;
        try {
            T answer = handle.inTransaction(query::apply);
            ended = true;
            return answer;
        } finally {
            if (!ended || !idle.offer(handle)) {
                handle.close();
            }
        }
    }

    @Override
    public void close() {
        for (Handle handle = idle.poll(); handle != null; handle = idle.poll()) {
            handle.close();
        }
    }
}
