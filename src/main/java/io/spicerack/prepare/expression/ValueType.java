package io.spicerack.prepare.expression;

import io.spicerack.table.ColumnType;

/**
 * What an expression gives, known before any row: STRING as String, INTEGER as Long, FIXED as BigDecimal, FLOAT as Double,
 * DATETIME as LocalDateTime (in UTC where it is an instant), BOOLEAN as Boolean; NULL as null. Immutable.
 *
 * @param scale digits after the point of a FIXED
 * @param utc whether a DATETIME is an instant
 */
public record ValueType(Kind kind, int scale, boolean utc) {
    public enum Kind {
        STRING,
        INTEGER,
        FIXED,
        FLOAT,
        DATETIME,
        BOOLEAN
    }

    /** The most digits after the point that a computed decimal keeps. */
    static final int MOST_SCALE = 12;

    public static final ValueType STRING = new ValueType(Kind.STRING, 0, false);
    public static final ValueType INTEGER = new ValueType(Kind.INTEGER, 0, false);
    public static final ValueType FLOAT = new ValueType(Kind.FLOAT, 0, false);
    public static final ValueType BOOLEAN = new ValueType(Kind.BOOLEAN, 0, false);

    public static ValueType fixed(int scale) {
        return new ValueType(Kind.FIXED, Math.min(scale, MOST_SCALE), false);
    }

    public static ValueType dateTime(boolean utc) {
        return new ValueType(Kind.DATETIME, 0, utc);
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    boolean number() {
        return kind == Kind.INTEGER || kind == Kind.FIXED || kind == Kind.FLOAT;
    }

    /** The type of a column that is sealed with these values. */
    public ColumnType sealedAs() {
        return switch (kind) {
            case STRING -> new ColumnType.Text();
            case INTEGER -> new ColumnType.Int(64);
            case FIXED -> new ColumnType.Decimal(ColumnType.Decimal.MAX_PRECISION, scale);
            case FLOAT -> new ColumnType.Floating(64);
            case DATETIME -> new ColumnType.Timestamp(utc);
            case BOOLEAN -> new ColumnType.Bool();
        };
    }

    /** The type that holds values of both; what is no common type is an {@link ExpressionException}. */
    ValueType with(ValueType other) {
        if (number() && other.number()) {
            if (is(Kind.FLOAT) || other.is(Kind.FLOAT)) {
                return FLOAT;
            }
            return is(Kind.INTEGER) && other.is(Kind.INTEGER) ? INTEGER : fixed(Math.max(scale, other.scale));
        }
        if (kind != other.kind) {
            throw new ExpressionException("a " + kind + " and a " + other.kind + " have no common type");
        }
        return new ValueType(kind, 0, utc && other.utc);
    }
}
