package io.spicerack.core.queue;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where threads wait for ingestions to come or to end. Thread-safe. */
final class Arrivals {
    private final Object arrival = new Object();

    /** Wakes all that wait. */
    void arrived() {
        synchronized (arrival) {
            arrival.notifyAll();
        }
    }

    /** Waits until {@code done}, looking again at each arrival, but no longer than {@code most}. */
    void await(BooleanSupplier done, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (arrival) {
            long left = most.toMillis();
            while (left > 0 && !done.getAsBoolean()) {
                arrival.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }
}
