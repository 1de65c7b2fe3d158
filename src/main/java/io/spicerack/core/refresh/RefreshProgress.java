package io.spicerack.core.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import java.time.Duration;
import java.util.Locale;
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
        Duration elapsed) {

    /** All rows, as far as the estimate is right. */
    public OptionalLong expectedRows() {
        return expected.rows();
    }

    /** Rows per second since the start. */
    public double rowsPerSecond() {
        return rows / Math.max(0.001, elapsed.toMillis() / 1000.0);
    }

    /** The share done, 0 to 0.99, as far as the estimate is right; empty without one. */
    public OptionalDouble share() {
        long all = expectedRows().orElse(0);
        return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(0.99, rows / (double) all));
    }

    /** One line for people: rows, rows a second, share and time to go. */
    @Override
    public String toString() {
        String line = String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, rowsPerSecond());
        if (share().isEmpty() || rows == 0) {
            return line;
        }
        return line
                + String.format(
                        Locale.ROOT,
                        ", %.0f %%, ETA %d s",
                        share().getAsDouble() * 100,
                        secondsToGo().orElse(0));
    }

    /** If the pace stays and the estimate is right; before the first row as long as the last refresh took. */
    public OptionalLong secondsToGo() {
        if (rows == 0) {
            return expected.time()
                    .map(time -> OptionalLong.of(Math.max(0, time.minus(elapsed).toSeconds())))
                    .orElse(OptionalLong.empty());
        }
        return expectedRows().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(Math.max(0, expectedRows().getAsLong() - rows) / rowsPerSecond()));
    }
}
