package io.spicerack.core.sources;

import java.util.function.IntSupplier;

/** Lets bytes of one data source through at a rate, whoever reads them. Thread-safe. */
public final class RateLimit {
    private final IntSupplier parts;
    private long free = Long.MIN_VALUE;

    /** @param parts into how many the rate is divided, of which one is let through here */
    public RateLimit(IntSupplier parts) {
        this.parts = parts;
    }

    /** Books bytes. Returns how many nanoseconds their reader has to wait, for what was booked before and for these. */
    public synchronized long book(long bytes, long bytesPerSecond, long now) {
        long from = free == Long.MIN_VALUE ? now : Math.max(now, free);
        free = from + (long) (bytes * (1e9 / bytesPerSecond) * parts.getAsInt());
        return free - now;
    }
}
