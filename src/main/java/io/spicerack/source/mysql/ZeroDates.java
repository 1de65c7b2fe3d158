package io.spicerack.source.mysql;

import io.spicerack.source.FieldReader;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.TypeRules;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads MySQL's dates; 0000-00-00, which is no date, becomes NULL and is counted. Not thread-safe. */
final class ZeroDates {
    private static final Logger LOGGER = LoggerFactory.getLogger(ZeroDates.class);

    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Calendar utc = utc();
    private final Set<String> columns = new TreeSet<>();
    private final TypeRules.ZeroDate rule;
    private long count;

    ZeroDates(TypeRules.ZeroDate rule) {
        this.rule = rule;
    }

    FieldReader date(String column) {
        return reader(column, (row, index) -> row.getObject(index, LocalDate.class), LocalDate::toEpochDay);
    }

    /**
     * DATETIME is a wall-clock reading; TIMESTAMP is one in the session's zone, which is UTC. The driver's LocalDateTime
     * shifts in the gaps of the JVM's zone but refuses a date that does not exist; its Timestamp with a calendar does
     * neither. Hence the one to check, the other to keep.
     */
    FieldReader timestamp(String column) {
        return reader(column, this::checked, ZeroDates::micros);
    }

    private @Nullable Timestamp checked(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalDateTime.class) == null ? null : row.getTimestamp(index, utc);
    }

    private static long micros(Timestamp value) {
        long seconds = Math.floorDiv(value.getTime(), MILLIS);
        return seconds * MICROS + value.getNanos() / NANOS_PER_MICRO;
    }

    @SuppressWarnings("JavaUtilDate") // the only way to be rid of the Julian calendar
    private static Calendar utc() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setGregorianChange(new Date(Long.MIN_VALUE));
        return calendar;
    }

    /** How the driver is asked for a value. */
    @FunctionalInterface
    private interface Getter<T> {
        @Nullable
        T value(ResultSet row, int index) throws SQLException;
    }

    private <T> FieldReader reader(String column, Getter<T> getter, ToLongFunction<T> number) {
        return (row, index, vector) -> {
            @Nullable T value = value(row, index, column, getter);
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

    private static <T> @Nullable T value(ResultSet row, int index, String column, Getter<T> getter)
            throws SQLException {
        try {
            return getter.value(row, index);
        } catch (DateTimeException e) {
            throw QueryRefusals.value(
                    column, "a date whose month or day is 0 or does not exist", "Use CAST(... AS CHAR) in the query.");
        }
    }

    /** The driver gives null for both; only a zero date has a text. */
    private void countZero(ResultSet row, int index, String column) throws SQLException {
        if (row.getString(index) != null) {
            if (rule == TypeRules.ZeroDate.REFUSE) {
                throw QueryRefusals.value(
                        column,
                        "the zero date 0000-00-00",
                        "Use NULLIF(..., 0) in the query, or set spicerack.source.zero-date=null.");
            }
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
