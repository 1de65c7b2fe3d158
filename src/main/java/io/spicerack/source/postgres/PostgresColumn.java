package io.spicerack.source.postgres;

import io.spicerack.source.QueryRefusals;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.TypeRules;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * How one column of a PostgreSQL query is asked for and decoded (docs/types.md). The server reports a domain as its base
 * type. Immutable.
 *
 * @param unbounded a number that is kept as text
 */
record PostgresColumn(Column column, String expression, CopyField field, boolean unbounded) {
    static PostgresColumn of(ResultSetMetaData metadata, int index, TypeRules rules) throws SQLException {
        String name = metadata.getColumnLabel(index);
        return switch (OwnTypes.name(metadata, index)) {
            case "bool" -> as(name, new ColumnType.Bool(), CopyFields::bool);
            case "int2", "smallserial" -> as(name, new ColumnType.Int(32), CopyFields::int2);
            case "int4", "serial" -> as(name, new ColumnType.Int(32), CopyFields::int4);
            case "int8", "bigserial" -> as(name, new ColumnType.Int(64), CopyFields::int8);
            case "oid" -> as(name, new ColumnType.Int(64), CopyFields::oid);
            case "float4" -> as(name, new ColumnType.Floating(32), CopyFields::float4);
            case "float8" -> as(name, new ColumnType.Floating(64), CopyFields::float8);
            case "numeric" -> numeric(name, metadata.getPrecision(index), scale(metadata.getScale(index)), rules);
            case "text", "varchar", "bpchar", "name" -> as(name, new ColumnType.Text(), CopyFields::bytes);
            case "json" -> as(name, new ColumnType.Json(), CopyFields::bytes);
            case "jsonb" -> as(name, new ColumnType.Json(), CopyFields.jsonb(name));
            case "bytea" -> as(name, new ColumnType.Binary(), CopyFields::bytes);
            case "uuid" -> as(name, new ColumnType.Uuid(), CopyFields::uuid);
            case "date" -> as(name, new ColumnType.Date(), CopyFields.date(name));
            case "time" -> as(name, new ColumnType.Time(), CopyFields.time(name));
            case "timestamp" -> as(name, new ColumnType.Timestamp(false), CopyFields.timestamp(name));
            case "timestamptz" -> as(name, new ColumnType.Timestamp(true), CopyFields.timestamp(name));
            case "void" -> throw QueryRefusals.type(name, "void", "Leave it out of the query.");
            default -> text(name, false);
        };
    }

    SourceColumn described(String typeName) {
        return new SourceColumn(column, typeName, OptionalInt.empty(), unbounded);
    }

    private static PostgresColumn as(String name, ColumnType type, CopyField field) {
        return new PostgresColumn(new Column(name, type), PostgresDialect.INSTANCE.identifier(name), field, false);
    }

    /** The text that the type prints of itself loses nothing. */
    private static PostgresColumn text(String name, boolean unbounded) {
        String cast = PostgresDialect.INSTANCE.identifier(name) + "::text";
        return new PostgresColumn(new Column(name, new ColumnType.Text()), cast, CopyFields::bytes, unbounded);
    }

    /** Without a declared precision, each value has its own scale: only text keeps all of them. */
    private static PostgresColumn numeric(String name, int precision, int scale, TypeRules rules) {
        int digits = Math.max(scale < 0 ? precision - scale : precision, scale);
        if (precision == 0 || digits > ColumnType.Decimal.MAX_PRECISION) {
            QueryRefusals.wideNumeric(name, rules);
            return rules.wideNumeric()
                    .decimal()
                    .map(kept -> as(name, kept, new CopyNumeric(name, kept)))
                    .orElseGet(() -> text(name, true));
        }
        ColumnType.Decimal type = new ColumnType.Decimal(digits, Math.max(scale, 0));
        return as(name, type, new CopyNumeric(name, type));
    }

    /** Since PostgreSQL 15 a scale may be negative: the low 11 bits, signed (numeric.c, numeric_typmod_scale). */
    private static int scale(int raw) {
        return ((raw & 0x7ff) ^ 1024) - 1024;
    }
}
