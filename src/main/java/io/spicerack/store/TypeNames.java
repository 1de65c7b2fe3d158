package io.spicerack.store;

import io.spicerack.table.ColumnType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Column types as the manifest spells them (docs/format.md, "The manifest"). */
final class TypeNames {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(([0-9]{1,2}),([0-9]{1,2})\\)");

    private TypeNames() {}

    static String name(ColumnType type) {
        if (type instanceof ColumnType.Int integer) {
            return "int" + integer.bits();
        }
        if (type instanceof ColumnType.Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof ColumnType.Floating floating) {
            return "float" + floating.bits();
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return timestamp.utc() ? "timestamp_utc" : "timestamp";
        }
        if (type instanceof ColumnType.Bool) {
            return "boolean";
        }
        if (type instanceof ColumnType.Text) {
            return "text";
        }
        if (type instanceof ColumnType.Json) {
            return "json";
        }
        if (type instanceof ColumnType.Binary) {
            return "binary";
        }
        if (type instanceof ColumnType.Uuid) {
            return "uuid";
        }
        return type instanceof ColumnType.Date ? "date" : "time";
    }

    static ColumnType type(String name) {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return new ColumnType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (name) {
            case "boolean" -> new ColumnType.Bool();
            case "int32" -> new ColumnType.Int(32);
            case "int64" -> new ColumnType.Int(64);
            case "float32" -> new ColumnType.Floating(32);
            case "float64" -> new ColumnType.Floating(64);
            case "text" -> new ColumnType.Text();
            case "json" -> new ColumnType.Json();
            case "binary" -> new ColumnType.Binary();
            case "uuid" -> new ColumnType.Uuid();
            case "date" -> new ColumnType.Date();
            case "time" -> new ColumnType.Time();
            case "timestamp" -> new ColumnType.Timestamp(false);
            case "timestamp_utc" -> new ColumnType.Timestamp(true);
            default -> throw new IllegalArgumentException("'" + name + "' is no column type of format 1");
        };
    }
}
