package io.spicerack.source.postgres;

import io.spicerack.source.CellValue;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.TypeRules;
import io.spicerack.table.ColumnType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads rows of pgjdbc as {@link PostgresColumn} would decode them (docs/types.md). Stateless. */
final class PostgresValues {
    private PostgresValues() {}

    static CellValue.OfColumn under(TypeRules rules) {
        return (metadata, index) -> reader(metadata, index, rules);
    }

    private static CellValue reader(ResultSetMetaData metadata, int index, TypeRules rules) throws SQLException {
        String column = metadata.getColumnLabel(index);
        ColumnType type = PostgresColumn.of(metadata, index, rules).column().type();
        return switch (type.kind()) {
            case DATE -> bounded(column, index, LocalDate.class, LocalDate.MIN, LocalDate.MAX, "infinity");
            case TIME -> bounded(column, index, LocalTime.class, null, LocalTime.MAX, "the time 24:00:00");
            case TIMESTAMP ->
                bounded(column, index, LocalDateTime.class, LocalDateTime.MIN, LocalDateTime.MAX, "infinity");
            case TIMESTAMP_UTC ->
                bounded(column, index, OffsetDateTime.class, OffsetDateTime.MIN, OffsetDateTime.MAX, "infinity");
            case DECIMAL, WIDE_DECIMAL -> row -> decimal(row, index, column, type.scale());
            case TEXT, JSON ->
                OwnTypes.name(metadata, index).equals("inet")
                        ? row -> address(row.getString(index))
                        : row -> row.getString(index);
            case BOOL, INT32, INT64, FLOAT32, FLOAT64, BINARY, UUID -> row -> row.getObject(index);
        };
    }

    /** pgjdbc gives the least and the greatest value of the class for what the class cannot hold. */
    private static <T> CellValue bounded(
            String column, int index, Class<T> type, @Nullable T least, T greatest, String holds) {
        return row -> {
            T value = row.getObject(index, type);
            if (value != null && (value.equals(least) || value.equals(greatest))) {
                throw QueryRefusals.value(column, holds, "Cast it to text in the query.");
            }
            return value;
        };
    }

    /** The cast to text, which COPY asks for, always shows the mask; the type's own output leaves out that of one host. */
    private static @Nullable String address(@Nullable String text) {
        if (text == null || text.indexOf('/') >= 0) {
            return text;
        }
        return text + (text.indexOf(':') >= 0 ? "/128" : "/32");
    }

    private static @Nullable Object decimal(ResultSet row, int index, String column, int scale) throws SQLException {
        String text = row.getString(index);
        if (text == null) {
            return null;
        }
        if (text.equals("NaN") || text.endsWith("Infinity")) {
            throw QueryRefusals.value(
                    column, "NaN or an infinity", "Cast it to text or double precision in the query.");
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        if (number.scale() > scale || number.precision() - number.scale() > ColumnType.Decimal.MAX_PRECISION - scale) {
            throw QueryRefusals.overflow(
                    column,
                    "a number that does not fit the decimal of " + ColumnType.Decimal.MAX_PRECISION + " digits, "
                            + scale + " of them after the point, that it is kept as",
                    "Cast it to a wider numeric or to text in the query.");
        }
        return number.setScale(scale);
    }
}
