package io.spicerack.table;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row groups as the maps that Camel's row steps speak, and back. Slower than vectors by far: an object per value.
 * Stateless; what it returns is for one thread.
 */
public final class RowMaps {
    private RowMaps() {}

    /**
     * Each row as a new map in the order of the columns, NULLs included: Boolean, Integer, Long, BigDecimal, Float,
     * Double, String, byte[], UUID, LocalDate, LocalTime, LocalDateTime, and OffsetDateTime in UTC.
     */
    public static Iterator<Map<String, Object>> rows(RowGroups groups) {
        return new MapIterator(groups);
    }

    /** One value as the maps of {@link #rows} hold it; null for NULL. */
    public static @Nullable Object value(RowGroup group, int column, int row) {
        return CellReader.value(group.schema().column(column).type(), group.column(column), row);
    }

    /** Appends one value to a column as {@link #value} gives it; null for NULL. The row is not ended. */
    public static void append(RowGroup group, int column, @Nullable Object value) {
        if (value == null) {
            group.column(column).appendNull();
        } else {
            CellWriter.append(group.schema().column(column).type(), value, group.column(column));
        }
    }

    /** Rows of a known schema: each map holds exactly its columns. Closing closes an iterator that can be closed. */
    public static RowGroups rowGroups(Schema schema, Iterator<? extends Map<String, ?>> rows) {
        return new MapRowGroups(schema, rows, rows);
    }

    /**
     * Rows whose schema is read from the first of them, at most 1,000: the columns from the first row's keys, the types
     * from the classes of the values. A column that is NULL in all of these is text.
     */
    public static RowGroups rowGroups(Iterator<? extends Map<String, ?>> rows) {
        return SchemaInference.infer(rows);
    }
}
