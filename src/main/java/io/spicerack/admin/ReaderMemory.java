package io.spicerack.admin;

import java.util.concurrent.Semaphore;

/**
 * The memory for decoded rows of all readers of the port, taken before a reader decodes any: however many stall, there is no
 * more of it. Thread-safe.
 */
final class ReaderMemory {
    /** A row group is handed over when its values have 24 MB; vectors that grow have half as much again, and pages 8 MB. */
    private static final long MOST_KILOBYTES = 44 << 10;

    private static final long LEAST_KILOBYTES = 256;

    private final int kilobytes;
    private final Semaphore free;

    ReaderMemory(int megabytes) {
        this.kilobytes = megabytes << 10;
        this.free = new Semaphore(kilobytes);
    }

    /** One reader's share. Closing it gives it back, once. */
    final class Share implements AutoCloseable {
        private int held;

        private Share(int held) {
            this.held = held;
        }

        @Override
        public synchronized void close() {
            free.release(held);
            held = 0;
        }
    }

    /**
     * A share for a reader of a table whose values have {@code bytes} in all, in {@code rowGroups}. Refused in words where
     * other readers have the memory; one reader alone is always let in.
     */
    Share take(long bytes, int rowGroups) {
        // they are of one size but for the last; what varies is the length of texts
        long each = 2 * bytes / Math.max(1, rowGroups) / 1024;
        int wanted = (int) Math.min(kilobytes, Math.max(LEAST_KILOBYTES, Math.min(MOST_KILOBYTES, each)));
        if (!free.tryAcquire(wanted)) {
            throw Refusal.busy("those who read rows have " + (kilobytes - free.availablePermits()) / 1024 + " of "
                    + kilobytes / 1024 + " MB (spicerack.management.reader-megabytes), and this table needs "
                    + Math.max(1, wanted / 1024) + "; read again when one of them has ended");
        }
        return new Share(wanted);
    }
}
