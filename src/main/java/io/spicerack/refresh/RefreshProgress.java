package io.spicerack.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far a refresh is.
 *
 * @param read rows read from the source
 * @param rows rows sealed
 * @param bytes bytes sealed so far
 * @param expectedRows the source's own estimate, if it has one
 */
public record RefreshProgress(
        DataSetId dataSet,
        IngestionId ingestion,
        long read,
        long rows,
        long bytes,
        OptionalLong expectedRows,
        Duration elapsed) {

    /** Rows per second since the start. */
    public double rowsPerSecond() {
        return rows / Math.max(0.001, elapsed.toMillis() / 1000.0);
    }

    /** The share done, 0 to 0.99, as far as the estimate is right; empty without one. */
    public java.util.OptionalDouble share() {
        if (expectedRows.isEmpty() || expectedRows.getAsLong() <= 0) {
            return java.util.OptionalDouble.empty();
        }
        return java.util.OptionalDouble.of(Math.min(0.99, rows / (double) expectedRows.getAsLong()));
    }

    /** One line for people: rows, rows a second, share and time to go. */
    @Override
    public String toString() {
        String line = String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, rowsPerSecond());
        if (share().isEmpty() || rows == 0) {
            return line;
        }
        long left = Math.max(0, expectedRows.getAsLong() - rows);
        return line
                + String.format(
                        Locale.ROOT, ", %.0f %%, ETA %.0f s", share().getAsDouble() * 100, left / rowsPerSecond());
    }
}
