package io.spicerack.envelope;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs what gets a key or a password in the clear on a thread that ends with it: JSON parsers and HTTP clients keep the
 * buffers that it went through for their thread's next call, and a thread of a pool may have none for hours. Thread-safe.
 */
public final class FreshThread {
    private FreshThread() {}

    /** Waits for the work's result or its exception. An interrupt is passed on to it. */
    public static <T> T call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "in-the-clear");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("unchecked work threw a checked exception", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
