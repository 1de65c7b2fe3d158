package io.spicerack.table;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Column types as text, in the two spellings that are on disk. */
public enum TypeNames {
    /** As docs/format.md has them ("The manifest"). */
    MANIFEST("decimal(", ",", ")"),
    CATALOG("Decimal[precision=", ", scale=", "]");

    /** All but the decimals, of which there is one for each precision and scale. */
    private static final List<ColumnType> TYPES = List.of(
            new ColumnType.Bool(),
            new ColumnType.Int(32),
            new ColumnType.Int(64),
            new ColumnType.Floating(32),
            new ColumnType.Floating(64),
            new ColumnType.Text(),
            new ColumnType.Json(),
            new ColumnType.Binary(),
            new ColumnType.Uuid(),
            new ColumnType.Date(),
            new ColumnType.Time(),
            new ColumnType.Timestamp(false),
            new ColumnType.Timestamp(true));

    private final String beforePrecision;
    private final String beforeScale;
    private final String afterScale;
    private final Pattern decimal;

    TypeNames(String beforePrecision, String beforeScale, String afterScale) {
        this.beforePrecision = beforePrecision;
        this.beforeScale = beforeScale;
        this.afterScale = afterScale;
        String number = "([0-9]{1,2})";
        decimal = Pattern.compile(Pattern.quote(beforePrecision)
                + number
                + Pattern.quote(beforeScale)
                + number
                + Pattern.quote(afterScale));
    }

    public String name(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> one("boolean", "Bool[]");
            case INT32 -> one("int32", "Int[bits=32]");
            case INT64 -> one("int64", "Int[bits=64]");
            case DECIMAL, WIDE_DECIMAL -> name((ColumnType.Decimal) type);
            case FLOAT32 -> one("float32", "Floating[bits=32]");
            case FLOAT64 -> one("float64", "Floating[bits=64]");
            case TEXT -> one("text", "Text[]");
            case JSON -> one("json", "Json[]");
            case BINARY -> one("binary", "Binary[]");
            case UUID -> one("uuid", "Uuid[]");
            case DATE -> one("date", "Date[]");
            case TIME -> one("time", "Time[]");
            case TIMESTAMP -> one("timestamp", "Timestamp[utc=false]");
            case TIMESTAMP_UTC -> one("timestamp_utc", "Timestamp[utc=true]");
        };
    }

    /** The type of a name; none where this spelling has no such name. */
    public Optional<ColumnType> type(String name) {
        Matcher parts = decimal.matcher(name);
        if (parts.matches()) {
            return Optional.of(
                    new ColumnType.Decimal(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))));
        }
        return TYPES.stream().filter(type -> name(type).equals(name)).findFirst();
    }

    private String name(ColumnType.Decimal type) {
        return beforePrecision + type.precision() + beforeScale + type.scale() + afterScale;
    }

    private String one(String manifest, String catalog) {
        return this == MANIFEST ? manifest : catalog;
    }
}
