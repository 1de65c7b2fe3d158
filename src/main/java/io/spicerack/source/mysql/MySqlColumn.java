package io.spicerack.source.mysql;

import io.spicerack.model.IngestionException;
import io.spicerack.source.FieldReader;
import io.spicerack.source.JdbcFields;
import io.spicerack.source.QueryColumns;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.TypeRules;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** How one column of a MySQL or MariaDB query is read (docs/types.md). Immutable. */
record MySqlColumn(Column column, FieldReader reader) {
    private static final int MAX_INT_BITS = 63;

    static MySqlColumn of(ResultSetMetaData metadata, int index, ZeroDates dates, TypeRules rules) throws SQLException {
        String name = metadata.getColumnLabel(index);
        QueryColumns.checkName(name, index);
        String type = metadata.getColumnTypeName(index);
        if (type.equals(WireTypes.UNKNOWN)) {
            throw other(name, "unknown to the driver");
        }
        boolean signed = metadata.isSigned(index);
        int precision = metadata.getPrecision(index);
        return switch (metadata.getColumnType(index)) {
            case Types.TINYINT ->
                signed && precision == 1 && rules.tinyIntOne() == TypeRules.TinyIntOne.BOOLEAN
                        ? bool(name)
                        : integer(name, 32);
            case Types.SMALLINT -> integer(name, 32);
            case Types.INTEGER -> integer(name, signed || type.startsWith("MEDIUMINT") ? 32 : 64);
            case Types.BIGINT -> signed ? integer(name, 64) : decimal(name, 20, 0, rules);
            case Types.BIT -> bits(name, precision);
            case Types.DECIMAL, Types.NUMERIC -> decimal(name, precision, metadata.getScale(index), rules);
            case Types.REAL, Types.FLOAT -> as(name, new ColumnType.Floating(32), JdbcFields::floating);
            case Types.DOUBLE -> as(name, new ColumnType.Floating(64), JdbcFields::doubled);
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> text(name, type);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> binary(name);
            case Types.DATE -> as(name, new ColumnType.Date(), dates.date(name));
            case Types.TIMESTAMP ->
                as(name, new ColumnType.Timestamp(type.startsWith("TIMESTAMP")), dates.timestamp(name));
            // -838:59:59 to 838:59:59: a duration more often than a time of day
            case Types.TIME -> as(name, new ColumnType.Text(), MySqlTime.reader(metadata.getScale(index)));
            case Types.NULL -> as(name, new ColumnType.Text(), JdbcFields::text);
            default -> named(name, type);
        };
    }

    private static MySqlColumn as(String name, ColumnType type, FieldReader reader) {
        return new MySqlColumn(new Column(name, type), reader);
    }

    private static MySqlColumn bool(String name) {
        return as(name, new ColumnType.Bool(), MySqlFields.bool(name));
    }

    private static MySqlColumn integer(String name, int bits) {
        return as(name, new ColumnType.Int(bits), JdbcFields::integer);
    }

    private static MySqlColumn bits(String name, int bits) {
        if (bits == 1) {
            return bool(name);
        }
        return bits <= MAX_INT_BITS ? integer(name, 64) : binary(name);
    }

    private static MySqlColumn decimal(String name, int precision, int scale, TypeRules rules) {
        if (precision > ColumnType.Decimal.MAX_PRECISION) {
            QueryRefusals.wideNumeric(name, rules);
            String actual = "decimal(" + precision + "," + scale + ")";
            return rules.wideNumeric()
                    .decimal()
                    .map(kept -> as(name, kept, JdbcFields.decimal(name, kept, actual)))
                    .orElseGet(() -> as(name, new ColumnType.Text(), JdbcFields::text));
        }
        ColumnType.Decimal type = new ColumnType.Decimal(precision, scale);
        return as(name, type, JdbcFields.decimal(name, type, "decimal(" + precision + "," + scale + ")"));
    }

    private static MySqlColumn text(String name, String type) {
        return type.equals("JSON")
                ? as(name, new ColumnType.Json(), JdbcFields::text)
                : as(name, new ColumnType.Text(), JdbcFields::bytes);
    }

    private static MySqlColumn binary(String name) {
        return as(name, new ColumnType.Binary(), JdbcFields::bytes);
    }

    private static MySqlColumn named(String name, String type) {
        return switch (type) {
            case "uuid" -> as(name, new ColumnType.Uuid(), JdbcFields::uuid);
            case "inet4", "inet6" -> as(name, new ColumnType.Text(), JdbcFields::text);
            default -> throw other(name, type);
        };
    }

    private static IngestionException other(String name, String type) {
        return QueryRefusals.type(name, type, "Use CAST(... AS CHAR) or HEX(...) in the query.");
    }
}
