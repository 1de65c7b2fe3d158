package io.spicerack.model;

import java.time.Duration;

/**
 * Time that only passes: nobody can set it, and no step of the wall clock moves it. Every bound is measured with it; the wall
 * clock only labels. A machine that sleeps counts none of its sleep. Thread-safe.
 */
@FunctionalInterface
public interface Ticker {
    /** That of the Java machine. */
    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds since some moment; only differences mean something. */
    long nanos();

    default Moment now() {
        return new Moment(nanos());
    }

    /** How long ago that was. */
    default Duration since(Moment then) {
        return Duration.ofNanos(nanos() - then.nanos());
    }

    /** A moment of one ticker, of which there is one in a process; it says nothing in another one. */
    record Moment(long nanos) {
        public boolean isBefore(Moment other) {
            return nanos - other.nanos < 0;
        }
    }
}
