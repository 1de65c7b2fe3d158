package io.spicerack.kit.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Prints the demo's steps as they happen: what was done, what was seen, how long it took. The first expectation that does
 * not hold ends it. Not thread-safe.
 */
final class Story {
    /** Something that a step does; it may throw. */
    interface Step {
        void run() throws Exception;
    }

    /** An expectation that did not hold. */
    static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    private final PrintStream out;
    private final long started = System.nanoTime();
    private int number;

    Story(PrintStream out) {
        this.out = out;
    }

    /** Runs a step under the next number. */
    void step(String title, Step step) throws Exception {
        number++;
        out.printf(Locale.ROOT, "%n%d. %s%n", number, title);
        long before = System.nanoTime();
        try {
            step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            out.printf(Locale.ROOT, "%n   STEP %d DID NOT HOLD: %s%n", number, title);
            out.printf(Locale.ROOT, "   %s%n", e instanceof Unexpected ? e.getMessage() : "seen: " + e);
            throw e;
        }
        out.printf(Locale.ROOT, "   (%.1f s)%n", seconds(System.nanoTime() - before));
        out.flush();
    }

    /** Says what was done or seen. */
    void say(String format, Object... values) {
        out.println("   " + String.format(Locale.ROOT, format, values));
        out.flush();
    }

    /** Says what was seen, and ends the story if it is not what was expected. */
    void expect(String what, Object expected, Object seen) {
        if (!Objects.equals(expected, seen)) {
            throw new Unexpected(what + ": expected " + expected + ", seen " + seen);
        }
        say("%s: %s", what, seen);
    }

    /** Ends the story unless {@code held}. */
    void require(boolean held, String expected, Object seen) {
        if (!held) {
            throw new Unexpected("expected: " + expected + "; seen: " + seen);
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
