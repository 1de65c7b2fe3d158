package io.spicerack.table;

/**
 * What a column holds, independent of any database. {@link #vector()} says which vector carries it and in which unit.
 */
public sealed interface ColumnType {
    /** 0 or 1 in a {@link LongVector}. */
    record Bool() implements ColumnType {}

    /** A signed integer of 32 or 64 bits in a {@link LongVector}. */
    record Int(int bits) implements ColumnType {
        public Int {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("an integer column has 32 or 64 bits, not " + bits);
            }
        }
    }

    /**
     * An exact number. Up to 18 digits it is the unscaled value in a {@link LongVector}; above, its big-endian two's
     * complement in a {@link BytesVector}.
     */
    record Decimal(int precision, int scale) implements ColumnType {
        /** The most digits whose unscaled value surely fits a long. */
        public static final int LONG_PRECISION = 18;

        /** The most digits that readers of Parquet agree on. */
        public static final int MAX_PRECISION = 38;

        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale
                        + ") cannot be kept: the precision is 1 to 38, the scale 0 to the precision");
            }
        }
    }

    /** An IEEE 754 number of 32 or 64 bits in a {@link DoubleVector}; NaN and infinities are values. */
    record Floating(int bits) implements ColumnType {
        public Floating {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("a floating column has 32 or 64 bits, not " + bits);
            }
        }
    }

    /** UTF-8 text in a {@link BytesVector}. */
    record Text() implements ColumnType {}

    /** A JSON text in UTF-8 in a {@link BytesVector}. */
    record Json() implements ColumnType {}

    /** Bytes in a {@link BytesVector}. */
    record Binary() implements ColumnType {}

    /** A UUID, 16 bytes big-endian, in a {@link BytesVector}. */
    record Uuid() implements ColumnType {}

    /** Days since 1970-01-01 (proleptic Gregorian) in a {@link LongVector}. */
    record Date() implements ColumnType {}

    /** Microseconds since midnight in a {@link LongVector}. */
    record Time() implements ColumnType {}

    /**
     * Microseconds since 1970-01-01T00:00:00 in a {@link LongVector}.
     *
     * @param utc true for an instant (timestamp with time zone), false for a wall-clock reading
     */
    record Timestamp(boolean utc) implements ColumnType {}

    /** The kinds of vector. */
    enum Vector {
        LONG,
        DOUBLE,
        BYTES
    }

    /** Which kind of vector carries this type. */
    default Vector vector() {
        if (this instanceof Decimal decimal) {
            return decimal.precision() <= Decimal.LONG_PRECISION ? Vector.LONG : Vector.BYTES;
        }
        if (this instanceof Floating) {
            return Vector.DOUBLE;
        }
        boolean bytes = this instanceof Text || this instanceof Json || this instanceof Binary || this instanceof Uuid;
        return bytes ? Vector.BYTES : Vector.LONG;
    }
}
