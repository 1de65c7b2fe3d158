package io.spicerack.core.queue;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where threads wait for ingestions to come or to end. Thread-safe. */
public final class IngestionSignal {
    private final Object lock = new Object();
    private volatile long arrivals;

    /** How often something came or ended. */
    public long arrivals() {
        synchronized (lock) {
            return arrivals;
        }
    }

    /** Waits for the first arrival after {@code seen}, but no longer than {@code most}. */
    public void awaitArrival(long seen, Duration most) throws InterruptedException {
        await(() -> arrivals != seen, most);
    }

    /** Wakes all that wait. */
    public void arrived() {
        synchronized (lock) {
            arrivals++;
            lock.notifyAll();
        }
    }

    /** Waits until {@code done}, looking again at each arrival, but no longer than {@code most}. */
    void await(BooleanSupplier done, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            long left = most.toMillis();
            while (left > 0 && !done.getAsBoolean()) {
                lock.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }
}
