package io.spicerack.engine.pipe;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of parameters in frames. */
final class ParameterValues {
    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int INTEGER = 2;
    private static final int LONG = 3;
    private static final int DECIMAL = 4;
    private static final int FLOAT = 5;
    private static final int DOUBLE = 6;
    private static final int TEXT = 7;
    private static final int BYTES = 8;
    private static final int UUID_TEXT = 9;
    private static final int DATE = 10;
    private static final int TIME = 11;
    private static final int TIMESTAMP = 12;
    private static final int INSTANT = 13;

    private ParameterValues() {}

    static void write(PipeContent to, @Nullable Object value) {
        if (value == null) {
            to.number(NULL);
        } else if (value instanceof Boolean is) {
            to.number(BOOLEAN).flag(is);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            to.number(INTEGER).number(((Number) value).intValue());
        } else if (value instanceof Long number) {
            to.number(LONG).number(number);
        } else if (value instanceof Float number) {
            to.number(FLOAT).number(Float.floatToRawIntBits(number));
        } else if (value instanceof Double number) {
            to.number(DOUBLE).number(Double.doubleToRawLongBits(number));
        } else if (value instanceof byte[] bytes) {
            to.number(BYTES).bytes(bytes);
        } else {
            to.number(kindOfText(value)).text(value.toString());
        }
    }

    private static int kindOfText(Object value) {
        if (value instanceof String) {
            return TEXT;
        } else if (value instanceof BigDecimal) {
            return DECIMAL;
        } else if (value instanceof UUID) {
            return UUID_TEXT;
        } else if (value instanceof LocalDate) {
            return DATE;
        } else if (value instanceof LocalTime) {
            return TIME;
        } else if (value instanceof LocalDateTime) {
            return TIMESTAMP;
        } else if (value instanceof OffsetDateTime) {
            return INSTANT;
        }
        throw new IllegalArgumentException("a parameter is never a " + value.getClass().getName());
    }

    static @Nullable Object read(PipeFields from) {
        int kind = from.number();
        return switch (kind) {
            case NULL -> null;
            case BOOLEAN -> from.flag();
            case INTEGER -> from.number();
            case LONG -> from.longNumber();
            case DECIMAL -> new BigDecimal(from.text());
            case FLOAT -> Float.intBitsToFloat(from.number());
            case DOUBLE -> Double.longBitsToDouble(from.longNumber());
            case TEXT -> from.text();
            case BYTES -> from.bytes();
            case UUID_TEXT -> UUID.fromString(from.text());
            case DATE -> LocalDate.parse(from.text());
            case TIME -> LocalTime.parse(from.text());
            case TIMESTAMP -> LocalDateTime.parse(from.text());
            case INSTANT -> OffsetDateTime.parse(from.text());
            default -> throw new IllegalArgumentException("there is no kind " + kind + " of parameters");
        };
    }
}
