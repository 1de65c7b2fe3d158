package io.spicerack.core.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a refresh is.
 *
 * @param read rows read from the source
 * @param rows rows sealed
 * @param bytes bytes sealed so far
 * @param expected what it was expected to be before its first row
 */
public record RefreshProgress(
        DataSetId dataSet,
        IngestionId ingestion,
        long read,
        long rows,
        long bytes,
        RefreshEstimate expected,
        Times times) {
    /**
     * How long it runs.
     *
     * @param elapsed since its claim
     * @param waiting how long the source has sent nothing of what it is asked for; zero where it is not asked
     */
    public record Times(Duration elapsed, Duration waiting) {}

    /** A source that is as quiet as this is worth a word. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** After this the pace so far tells nothing of what is to come. */
    private static final Duration STALLED = Duration.ofSeconds(10);

    public Duration elapsed() {
        return times.elapsed();
    }

    public Duration waiting() {
        return times.waiting();
    }

    /** All rows, as far as the estimate is right. */
    public OptionalLong expectedRows() {
        return expected.rows();
    }

    /** Rows per second since the start. */
    public double rowsPerSecond() {
        return rows / Math.max(0.001, elapsed().toMillis() / 1000.0);
    }

    /** The share done, 0 to 0.99, as far as the estimate is right; empty without one. */
    public OptionalDouble share() {
        long all = expectedRows().orElse(0);
        return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(0.99, rows / (double) all));
    }

    /** How long the source has kept it waiting, once that is worth a word. */
    public Optional<Duration> kept() {
        return waiting().compareTo(QUIET) < 0 ? Optional.empty() : Optional.of(waiting());
    }

    /** One line for people: rows, rows a second, share and time to go, or what is waited for. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(
                rows == 0
                        ? "no row yet after " + elapsed().toSeconds() + " s"
                        : String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, rowsPerSecond()));
        if (rows > 0 && share().isPresent()) {
            line.append(String.format(Locale.ROOT, ", %.0f %%", share().getAsDouble() * 100));
        }
        if (secondsToGo().isPresent()) {
            line.append(", ETA ").append(secondsToGo().getAsLong()).append(" s");
        }
        kept().ifPresent(quiet -> line.append(", waiting for the source for ")
                .append(quiet.toSeconds())
                .append(" s"));
        return line.toString();
    }

    /**
     * If the pace stays and the estimate is right; before the first row as long as it was expected to take. Empty where
     * nothing tells: it takes longer than that, there are more rows, or the source sends none.
     */
    public OptionalLong secondsToGo() {
        if (waiting().compareTo(STALLED) >= 0) {
            return OptionalLong.empty();
        }
        if (rows == 0) {
            return expected.time()
                    .map(time -> time.minus(elapsed()))
                    .filter(left -> !left.isNegative() && !left.isZero())
                    .map(left -> OptionalLong.of(left.toSeconds()))
                    .orElse(OptionalLong.empty());
        }
        long left = expectedRows().orElse(0) - rows;
        return left <= 0 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(left / rowsPerSecond()));
    }
}
