package io.spicerack.core;

import io.spicerack.model.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it, and the ticker that goes with it: {@link #advance} lets time pass on both,
 * {@link #step} sets the wall clock alone. Thread-safe.
 */
public final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-23T02:14:07Z");
    private long passed;

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        passed += by.toNanos();
    }

    /** Somebody sets the clock; no time passes. */
    public synchronized void step(Duration by) {
        now = now.plus(by);
    }

    /** The time that has passed. */
    public Ticker ticker() {
        return this::passed;
    }

    /** The ticker of a clock, be it set or the machine's. */
    public static Ticker ticker(Clock clock) {
        return clock instanceof SetClock set ? set.ticker() : Ticker.SYSTEM;
    }

    private synchronized long passed() {
        return passed;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
