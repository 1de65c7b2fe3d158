package io.spicerack.core.increment;

import io.spicerack.table.ColumnType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column whose values only grow, by which an incremental refresh of a route's data set knows what is new. Immutable.
 *
 * @param column of the data set: whole numbers, dates or timestamps
 * @param lag how far below its highest value rows are read again, since what was numbered or dated earlier may be committed
 *     later
 * @param time whether the lag is a time, in microseconds; otherwise it is a number
 */
public record HighWaterMark(String column, long lag, boolean time) {
    private static final Pattern LAG = Pattern.compile("(\\d{1,15})([smhd]?)");

    /** @param lag such as {@code 1000}, {@code 30m} or {@code 2d} */
    public static HighWaterMark parse(String column, String lag) {
        Matcher parts = LAG.matcher(lag);
        if (column.isBlank() || !parts.matches()) {
            throw new IllegalArgumentException("highWaterMark is '" + column + "' and lag is '" + lag
                    + "'; the one must be a column of the query, the other a whole number for a column of numbers, such as"
                    + " 1000, or a time for one of dates or timestamps, such as 30s, 15m, 6h or 2d");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> of(column, Duration.ofSeconds(number));
            case "m" -> of(column, Duration.ofMinutes(number));
            case "h" -> of(column, Duration.ofHours(number));
            case "d" -> of(column, Duration.ofDays(number));
            default -> new HighWaterMark(column, number, number == 0);
        };
    }

    private static HighWaterMark of(String column, Duration lag) {
        return new HighWaterMark(column, TimeUnit.MICROSECONDS.convert(lag), true);
    }

    /**
     * From where on rows are read, where {@code highest} is the highest value that is sealed; in the type's own measure. A
     * type that has no such values, or whose lag is in the other measure, is an {@code IllegalArgumentException}.
     */
    long bound(ColumnType type, long highest) {
        return switch (type.kind()) {
            case INT32, INT64 -> {
                demand(!time || lag == 0, type, "a whole number");
                yield saturated(highest, lag);
            }
            case DATE -> {
                demand(time, type, "a time, such as 2d");
                long day = TimeUnit.DAYS.toMicros(1);
                yield saturated(highest, Math.floorDiv(lag + day - 1, day));
            }
            case TIMESTAMP, TIMESTAMP_UTC -> {
                demand(time, type, "a time, such as 1h");
                yield saturated(highest, lag);
            }
            case BOOL, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME ->
                throw new IllegalArgumentException("its highWaterMark '" + column + "' is of type " + type
                        + "; it must be of whole numbers, dates or timestamps");
        };
    }

    private void demand(boolean fits, ColumnType type, String needed) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "its highWaterMark '" + column + "' is of type " + type + ", so that its lag must be " + needed);
        }
    }

    private static long saturated(long highest, long lag) {
        long bound = highest - lag;
        return bound > highest ? Long.MIN_VALUE : bound;
    }
}
