package io.spicerack.extract;

import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads MySQL's dates; 0000-00-00, which is no date, becomes NULL and is counted. Not thread-safe. */
final class ZeroDates {
    private static final Logger LOGGER = LoggerFactory.getLogger(ZeroDates.class);

    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final Set<String> columns = new TreeSet<>();
    private long count;

    FieldReader date(String column) {
        return reader(column, LocalDate.class, LocalDate::toEpochDay);
    }

    /** DATETIME is a wall-clock reading; TIMESTAMP is one in the session's zone, which is UTC. */
    FieldReader timestamp(String column) {
        return reader(column, LocalDateTime.class, ZeroDates::micros);
    }

    private static long micros(LocalDateTime value) {
        return ChronoUnit.MICROS.between(EPOCH, value);
    }

    private <T> FieldReader reader(String column, Class<T> type, ToLongFunction<T> number) {
        return (row, index, vector) -> {
            @Nullable T value = value(row, index, column, type);
            if (value == null) {
                vector.appendNull();
                countZero(row, index, column);
            } else {
                append(vector, number.applyAsLong(value));
            }
        };
    }

    private static void append(ColumnVector vector, long value) {
        ((LongVector) vector).append(value);
    }

    private static <T> @Nullable T value(ResultSet row, int index, String column, Class<T> type) throws SQLException {
        try {
            return row.getObject(index, type);
        } catch (DateTimeException e) {
            throw Refusals.value(
                    column, "a date whose month or day is 0 or does not exist", "Use CAST(... AS CHAR) in the query.");
        }
    }

    /** The driver gives null for both; only a zero date has a text. */
    private void countZero(ResultSet row, int index, String column) throws SQLException {
        if (row.getString(index) != null) {
            columns.add(column);
            count++;
        }
    }

    /** Logs once what was found. */
    void report() {
        if (count > 0) {
            LOGGER.atWarn()
                    .addKeyValue("columns", columns)
                    .addKeyValue("count", count)
                    .log("zero dates were kept as NULL");
            count = 0;
        }
    }
}
