package io.spicerack.core.refresh;

import io.spicerack.table.ColumnType;

/** Which column type holds every value of another one exactly. */
final class Widening {
    private static final ColumnType INT32 = new ColumnType.Int(32);
    private static final ColumnType FLOAT32 = new ColumnType.Floating(32);
    private static final int MORE_THAN_ANY = ColumnType.Decimal.MAX_PRECISION + 1;

    private Widening() {}

    static boolean holdsAll(ColumnType from, ColumnType to) {
        return from.equals(to)
                || switch (to.kind()) {
                    case INT64 -> from.equals(INT32);
                    case DECIMAL, WIDE_DECIMAL -> to.scale() >= from.scale() && wholeDigits(to) >= wholeDigits(from);
                    // a double has 53 bits for a whole number
                    case FLOAT64 -> from.equals(FLOAT32) || from.equals(INT32);
                    case BOOL, INT32, FLOAT32, TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> false;
                };
    }

    private static int wholeDigits(ColumnType type) {
        return switch (type.kind()) {
            case INT32 -> 10;
            case INT64 -> 19;
            case DECIMAL, WIDE_DECIMAL -> ((ColumnType.Decimal) type).precision() - type.scale();
            case BOOL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                MORE_THAN_ANY;
        };
    }
}
