package io.spicerack.source.duckdb;

import io.spicerack.source.FieldReader;
import io.spicerack.source.JdbcFields;
import io.spicerack.source.QueryRefusals;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;

/** How one column of a DuckDB query is read. */
record DuckDbColumn(Column column, FieldReader reader) {
    static DuckDbColumn of(ResultSetMetaData metadata, int index) throws SQLException {
        String name = metadata.getColumnLabel(index);
        String type = metadata.getColumnTypeName(index);
        return switch (metadata.getColumnType(index)) {
            case Types.BOOLEAN -> as(name, new ColumnType.Bool(), DuckDbColumn::bool);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> as(name, new ColumnType.Int(32), JdbcFields::integer);
            case Types.BIGINT -> as(name, new ColumnType.Int(64), JdbcFields::integer);
            case Types.DOUBLE -> as(name, new ColumnType.Floating(64), JdbcFields::doubled);
            case Types.VARCHAR -> as(name, new ColumnType.Text(), JdbcFields::text);
            case Types.DATE -> as(name, new ColumnType.Date(), DuckDbColumn::date);
            case Types.DECIMAL -> {
                var decimal = new ColumnType.Decimal(metadata.getPrecision(index), metadata.getScale(index));
                yield as(
                        name,
                        decimal,
                        JdbcFields.decimal(
                                name, decimal, "decimal(" + decimal.precision() + "," + decimal.scale() + ")"));
            }
            default -> throw QueryRefusals.type(name, type, "Use CAST(... AS VARCHAR) in the query.");
        };
    }

    private static DuckDbColumn as(String name, ColumnType type, FieldReader reader) {
        return new DuckDbColumn(new Column(name, type), reader);
    }

    private static void bool(ResultSet row, int index, ColumnVector vector) throws SQLException {
        JdbcFields.number(row.getBoolean(index) ? 1 : 0, row, vector);
    }

    private static void date(ResultSet row, int index, ColumnVector vector) throws SQLException {
        LocalDate date = row.getObject(index, LocalDate.class);
        if (date == null) {
            vector.appendNull();
        } else {
            ((LongVector) vector).append(date.toEpochDay());
        }
    }
}
