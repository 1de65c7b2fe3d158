package io.spicerack.cli.sql;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A column of an answer as Parquet has it. What Parquet has no type for is the text that PostgreSQL writes of it. */
record ParquetColumn(Column column, Getter getter) {
    private static final int MOST_DIGITS = 38;
    private static final int SMALL = 32;
    private static final int LARGE = 64;

    /** The value of a row; null for NULL. */
    interface Getter {
        @Nullable
        Object get(ResultSet rows, int place) throws SQLException;
    }

    static ParquetColumn of(ResultSetMetaData described, int place) throws SQLException {
        String name = described.getColumnLabel(place);
        ColumnType type = type(described, place);
        return new ParquetColumn(new Column(name, type), getter(type));
    }

    private static ColumnType type(ResultSetMetaData described, int place) throws SQLException {
        return switch (described.getColumnTypeName(place)) {
            case "bool" -> new ColumnType.Bool();
            case "int2", "int4" -> new ColumnType.Int(SMALL);
            case "int8", "oid" -> new ColumnType.Int(LARGE);
            case "numeric" -> {
                int digits = described.getPrecision(place);
                yield digits > 0 && digits <= MOST_DIGITS
                        ? new ColumnType.Decimal(digits, described.getScale(place))
                        : new ColumnType.Text();
            }
            case "float4" -> new ColumnType.Floating(SMALL);
            case "float8" -> new ColumnType.Floating(LARGE);
            case "json", "jsonb" -> new ColumnType.Json();
            case "bytea" -> new ColumnType.Binary();
            case "uuid" -> new ColumnType.Uuid();
            case "date" -> new ColumnType.Date();
            case "time" -> new ColumnType.Time();
            case "timestamp" -> new ColumnType.Timestamp(false);
            case "timestamptz" -> new ColumnType.Timestamp(true);
            default -> new ColumnType.Text();
        };
    }

    private static Getter getter(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> (rows, place) -> known(rows, rows.getBoolean(place));
            case INT32, INT64 -> (rows, place) -> known(rows, rows.getLong(place));
            case DECIMAL, WIDE_DECIMAL -> (rows, place) -> rows.getObject(place, BigDecimal.class);
            case FLOAT32 -> (rows, place) -> known(rows, rows.getFloat(place));
            case FLOAT64 -> (rows, place) -> known(rows, rows.getDouble(place));
            case TEXT, JSON -> ResultSet::getString;
            case BINARY -> ResultSet::getBytes;
            case UUID -> (rows, place) -> rows.getObject(place, UUID.class);
            case DATE -> (rows, place) -> rows.getObject(place, LocalDate.class);
            case TIME -> (rows, place) -> rows.getObject(place, LocalTime.class);
            case TIMESTAMP -> (rows, place) -> rows.getObject(place, LocalDateTime.class);
            case TIMESTAMP_UTC -> (rows, place) -> rows.getObject(place, OffsetDateTime.class);
        };
    }

    private static @Nullable Object known(ResultSet rows, Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }
}
