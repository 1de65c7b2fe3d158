package io.spicerack.core.refresh;

import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The rows that an incremental refresh reads again: the same bound as the query's, on rows that were sealed before.
 * Immutable.
 *
 * @param column of the data set
 * @param start whole seconds; of a date, the whole day in UTC counts
 * @param pause how old the rows are that it adds to, where that is more than the look-back window
 */
record IncrementalWindow(String column, ColumnType type, Instant start, Optional<Duration> pause) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    int place(Schema schema) {
        for (int i = 0; i < schema.width(); i++) {
            if (schema.column(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalStateException("no column '" + column + "' in the sealed version");
    }

    /** Whether a sealed row is older than the window. One without a date is in every window. */
    boolean older(ColumnVector dates, int row) {
        return !dates.isNull(row) && ((LongVector) dates).value(row) < bound();
    }

    private long bound() {
        return switch (type.kind()) {
            case DATE -> LocalDate.ofInstant(start, ZoneOffset.UTC).toEpochDay();
            case TIMESTAMP, TIMESTAMP_UTC -> Math.multiplyExact(start.getEpochSecond(), MICROS_PER_SECOND);
            case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME ->
                throw new IllegalStateException("a window is of dates; '" + column + "' is " + type);
        };
    }
}
