package io.spicerack.core.increment;

import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rows that an incremental refresh reads again: the same bound as the query's, on rows that were sealed before.
 * Immutable.
 *
 * @param column of the data set
 * @param bound the least value that is read again, in the column's own measure: a number, days, microseconds
 * @param since when that is; of a high-water mark, when the state was read that it adds to
 * @param pause how old the rows are that it adds to, where that is more than the look-back window
 */
public record IncrementalWindow(String column, ColumnType type, long bound, Instant since, Optional<Duration> pause) {
    /** Where a table has the column. */
    public int place(Schema schema) {
        for (int i = 0; i < schema.width(); i++) {
            if (schema.column(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalStateException("no column '" + column + "' in the sealed version");
    }

    /** Whether a sealed row is older than the window. One without a value is in every window. */
    public boolean older(ColumnVector values, int row) {
        return !values.isNull(row) && ((LongVector) values).value(row) < bound;
    }
}
