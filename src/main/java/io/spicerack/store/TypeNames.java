package io.spicerack.store;

import io.spicerack.table.ColumnType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Column types as the manifest spells them (docs/format.md, "The manifest"). */
final class TypeNames {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(([0-9]{1,2}),([0-9]{1,2})\\)");

    private TypeNames() {}

    static String name(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> "boolean";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DECIMAL, WIDE_DECIMAL -> name((ColumnType.Decimal) type);
            case FLOAT32 -> "float32";
            case FLOAT64 -> "float64";
            case TEXT -> "text";
            case JSON -> "json";
            case BINARY -> "binary";
            case UUID -> "uuid";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_UTC -> "timestamp_utc";
        };
    }

    private static String name(ColumnType.Decimal type) {
        return "decimal(" + type.precision() + "," + type.scale() + ")";
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
