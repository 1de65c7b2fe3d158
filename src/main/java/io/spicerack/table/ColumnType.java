package io.spicerack.table;

/**
 * What a column holds, independent of any database. {@link #vector()} says which vector carries it and in which unit; whoever
 * treats types differently asks for {@link #kind()}.
 */
public sealed interface ColumnType {
    /** 0 or 1 in a {@link LongVector}. */
    record Bool() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }
    }

    /** A signed integer of 32 or 64 bits in a {@link LongVector}. */
    record Int(int bits) implements ColumnType {
        public Int {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("an integer column has 32 or 64 bits, not " + bits);
            }
        }

        @Override
        public Kind kind() {
            return bits == 32 ? Kind.INT32 : Kind.INT64;
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

        @Override
        public Kind kind() {
            return precision <= LONG_PRECISION ? Kind.DECIMAL : Kind.WIDE_DECIMAL;
        }
    }

    /** An IEEE 754 number of 32 or 64 bits in a {@link DoubleVector}; NaN and infinities are values. */
    record Floating(int bits) implements ColumnType {
        public Floating {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("a floating column has 32 or 64 bits, not " + bits);
            }
        }

        @Override
        public Kind kind() {
            return bits == 32 ? Kind.FLOAT32 : Kind.FLOAT64;
        }
    }

    /** UTF-8 text in a {@link BytesVector}. */
    record Text() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** A JSON text in UTF-8 in a {@link BytesVector}. */
    record Json() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.JSON;
        }
    }

    /** Bytes in a {@link BytesVector}. */
    record Binary() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.BINARY;
        }
    }

    /** A UUID, 16 bytes big-endian, in a {@link BytesVector}. */
    record Uuid() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.UUID;
        }
    }

    /** Days since 1970-01-01 (proleptic Gregorian) in a {@link LongVector}. */
    record Date() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.DATE;
        }
    }

    /** Microseconds since midnight in a {@link LongVector}. */
    record Time() implements ColumnType {
        @Override
        public Kind kind() {
            return Kind.TIME;
        }
    }

    /**
     * Microseconds since 1970-01-01T00:00:00 in a {@link LongVector}.
     *
     * @param utc true for an instant (timestamp with time zone), false for a wall-clock reading
     */
    record Timestamp(boolean utc) implements ColumnType {
        @Override
        public Kind kind() {
            return utc ? Kind.TIMESTAMP_UTC : Kind.TIMESTAMP;
        }
    }

    /** The kinds of vector. */
    enum Vector {
        LONG,
        DOUBLE,
        BYTES
    }

    /**
     * All ways in which a value is kept. A {@code switch} over them is an expression that names each and has no default: a
     * new one does not compile until every place has said what it does with it.
     */
    enum Kind {
        BOOL(Vector.LONG),
        INT32(Vector.LONG),
        INT64(Vector.LONG),
        /** As many digits as surely fit a long. */
        DECIMAL(Vector.LONG),
        WIDE_DECIMAL(Vector.BYTES),
        FLOAT32(Vector.DOUBLE),
        FLOAT64(Vector.DOUBLE),
        TEXT(Vector.BYTES),
        JSON(Vector.BYTES),
        BINARY(Vector.BYTES),
        UUID(Vector.BYTES),
        DATE(Vector.LONG),
        TIME(Vector.LONG),
        /** A wall-clock reading. */
        TIMESTAMP(Vector.LONG),
        /** An instant. */
        TIMESTAMP_UTC(Vector.LONG);

        private final Vector vector;

        Kind(Vector vector) {
            this.vector = vector;
        }
    }

    /** What to switch over. */
    Kind kind();

    /** Which kind of vector carries this type. */
    default Vector vector() {
        return kind().vector;
    }

    /** Digits of a decimal; 0 for all else. */
    default int precision() {
        return 0;
    }

    /** Digits after the point; of a decimal alone there are any. */
    default int scale() {
        return 0;
    }

    /** Whether it holds numbers, exact ones or not. */
    default boolean isNumber() {
        return switch (kind()) {
            case INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64 -> true;
            case BOOL, TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> false;
        };
    }

    /** Whether its bytes are text as it is. */
    default boolean isText() {
        return switch (kind()) {
            case TEXT, JSON -> true;
            case BOOL,
                    INT32,
                    INT64,
                    DECIMAL,
                    WIDE_DECIMAL,
                    FLOAT32,
                    FLOAT64,
                    BINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_UTC -> false;
        };
    }

    /** Whether it tells a day, with or without the time on it. */
    default boolean hasDay() {
        return switch (kind()) {
            case DATE, TIMESTAMP, TIMESTAMP_UTC -> true;
            case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME -> false;
        };
    }
}
