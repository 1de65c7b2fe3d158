package io.spicerack.source;

import io.spicerack.table.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a table or of another query, as a query of the database's own dialect. Every name is quoted. Immutable.
 *
 * @param columns empty for all
 * @param window leaves out what is older; empty for all rows
 */
public record TableQuery(From from, List<Selected> columns, Optional<Window> window) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter SECOND = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Where the rows are. */
    public sealed interface From {
        /** A table or a view. */
        record Table(@Nullable String catalog, @Nullable String schema, String name) implements From {}

        /** The rows of a query that somebody wrote. */
        record Query(String sql) implements From {}
    }

    /**
     * One column.
     *
     * @param as the name that it gets
     * @param form what is asked of its values
     */
    public record Selected(String name, String as, Form form) {}

    /** How the values of a column are asked for. */
    public enum Form {
        PLAIN,
        /** A number of any digits, cut to 38 digits, 12 of them after the point. */
        BOUNDED,
        /** True and false as 1 and 0. */
        WHOLE
    }

    /**
     * Rows of which a column is {@code start} or more, or NULL: a row without a value is in every window, so that none is
     * missed. A column without a time zone is read as UTC.
     *
     * @param start in the column's own measure: a number, days or microseconds since 1970
     */
    public record Window(String column, ColumnType type, long start) {
        /** Of dates, the whole day of {@code start} is in the window. */
        public static Window since(String column, ColumnType type, Instant start) {
            return new Window(
                    column,
                    type,
                    switch (type.kind()) {
                        case DATE -> LocalDate.ofInstant(start, ZoneOffset.UTC).toEpochDay();
                        case TIMESTAMP, TIMESTAMP_UTC -> Math.multiplyExact(start.getEpochSecond(), MICROS_PER_SECOND);
                        case BOOL,
                                INT32,
                                INT64,
                                DECIMAL,
                                WIDE_DECIMAL,
                                FLOAT32,
                                FLOAT64,
                                TEXT,
                                JSON,
                                BINARY,
                                UUID,
                                TIME ->
                            throw new IllegalArgumentException("a window is of dates; '" + column + "' is " + type);
                    });
        }
    }

    public TableQuery {
        columns = List.copyOf(columns);
    }

    /** {@code IngestionException} where {@link From.Query} is not one query. */
    public String sql(Dialect dialect) {
        String list = columns.isEmpty()
                ? "*"
                : columns.stream().map(column -> selected(dialect, column)).collect(Collectors.joining(", "));
        String all = "SELECT " + list + " FROM " + source(dialect);
        return window.map(since -> all + "\nWHERE " + condition(dialect, since)).orElse(all);
    }

    private static String selected(Dialect dialect, Selected column) {
        String name = dialect.identifier(column.name());
        String value =
                switch (column.form()) {
                    case PLAIN -> name;
                    case BOUNDED -> dialect.bounded(name);
                    case WHOLE -> dialect.whole(name);
                };
        return value.equals(name) && column.as().equals(column.name())
                ? name
                : value + " AS " + dialect.identifier(column.as());
    }

    private String source(Dialect dialect) {
        if (from instanceof From.Query query) {
            return "(" + QueryText.single(query.sql(), dialect) + "\n) AS t";
        }
        From.Table table = (From.Table) from;
        return Stream.of(table.catalog(), table.schema(), table.name())
                .filter(part -> part != null && !part.isEmpty())
                .map(part -> dialect.identifier(String.valueOf(part)))
                .collect(Collectors.joining("."));
    }

    private static String condition(Dialect dialect, Window since) {
        String column = dialect.identifier(since.column());
        return "(" + column + " >= " + literal(dialect, since) + " OR " + dialect.withoutDate(column) + ")";
    }

    private static String moment(long micros) {
        return SECOND.format(LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO,
                ZoneOffset.UTC));
    }

    private static String literal(Dialect dialect, Window since) {
        return switch (since.type().kind()) {
            case INT32, INT64 -> String.valueOf(since.start());
            case DATE -> "DATE '" + DATE.format(LocalDate.ofEpochDay(since.start())) + "'";
            case TIMESTAMP -> "TIMESTAMP '" + moment(since.start()) + "'";
            case TIMESTAMP_UTC -> dialect.instant(moment(since.start()));
            case BOOL, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME ->
                throw new IllegalArgumentException(
                        "a window is of whole numbers or dates; '" + since.column() + "' is " + since.type());
        };
    }
}
