package io.spicerack.audit.event;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Event ids that grow with time (RFC 9562, version 7): CloudTrail's times are whole seconds, so within one second the id
 * alone tells what came first. Thread-safe.
 */
public final class EventIds implements Supplier<UUID> {
    private final Clock clock;
    private final SecureRandom random;
    private long last;

    public EventIds(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized UUID get() {
        // 48 bits of milliseconds, then a counter of 12 bits that runs over into them
        last = Math.max(last + 1, clock.millis() << 12);
        long high = (last >>> 12 << 16) | 0x7000L | (last & 0xFFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
