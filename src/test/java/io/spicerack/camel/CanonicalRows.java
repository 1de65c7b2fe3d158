package io.spicerack.camel;

import io.spicerack.table.CellText;
import io.spicerack.table.hash.TableChecksum;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a program of Java reads of a table, each value as the JDK's own class for it, as canonical texts. Stateless. */
final class CanonicalRows {
    /** What the getters of JDBC give for the types that have no class of the JDK by default, by a driver's own names. */
    private static final Map<String, Class<?>> CLASSES = Map.ofEntries(
            Map.entry("DATE", LocalDate.class),
            Map.entry("TIME", LocalTime.class),
            Map.entry("TIMESTAMP", LocalDateTime.class),
            Map.entry("TIMESTAMPTZ", OffsetDateTime.class),
            Map.entry("TIMESTAMP WITH TIME ZONE", OffsetDateTime.class),
            Map.entry("BLOB", byte[].class),
            Map.entry("BYTEA", byte[].class));

    /** Types whose value is told by its class; all others are read as a text. */
    private static final List<String> OWN_CLASS = List.of(
            "BOOL", "BOOLEAN", "INT2", "INT4", "INT8", "INTEGER", "BIGINT", "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE",
            "UUID");

    private CanonicalRows() {}

    /** The checksum of all rows that {@code result} still has. */
    static TableChecksum checksum(ResultSet result) throws SQLException {
        int width = result.getMetaData().getColumnCount();
        TableChecksum.Builder checksum = TableChecksum.builder(width);
        while (result.next()) {
            List<@Nullable String> row = new ArrayList<>(width);
            for (int i = 1; i <= width; i++) {
                row.add(text(value(result, i)));
            }
            checksum.add(row);
        }
        return checksum.build();
    }

    private static @Nullable Object value(ResultSet result, int column) throws SQLException {
        ResultSetMetaData metadata = result.getMetaData();
        String type = metadata.getColumnTypeName(column).toUpperCase(java.util.Locale.ROOT);
        Class<?> known = CLASSES.get(type);
        if (known == byte[].class) {
            return result.getBytes(column);
        }
        // DuckDB 1.5.6 gives days BC and of October 1582 rightly so, and others where it is asked for a LocalDate
        if (known == LocalDate.class && result.getObject(column) instanceof LocalDate day) {
            return day;
        }
        if (known != null) {
            return result.getObject(column, known);
        }
        if (type.startsWith("NUMERIC") || type.startsWith("DECIMAL")) {
            return result.getBigDecimal(column);
        }
        return OWN_CLASS.contains(type) ? result.getObject(column) : result.getString(column);
    }

    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal decimal) {
            return CellText.of(decimal, decimal.scale());
        }
        if (value instanceof Double number) {
            return CellText.of(number.doubleValue());
        }
        if (value instanceof Float number) {
            return CellText.of(number.floatValue());
        }
        if (value instanceof LocalDate day) {
            return CellText.of(day);
        }
        if (value instanceof LocalTime time) {
            return CellText.of(time);
        }
        if (value instanceof LocalDateTime local) {
            return CellText.of(local);
        }
        if (value instanceof OffsetDateTime offset) {
            return CellText.of(offset.toInstant());
        }
        if (value instanceof Instant instant) {
            return CellText.of(instant);
        }
        if (value instanceof byte[] bytes) {
            return CellText.of(bytes);
        }
        if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof UUID) {
            return value.toString();
        }
        throw new IllegalArgumentException("no canonical text of a " + value.getClass());
    }
}
