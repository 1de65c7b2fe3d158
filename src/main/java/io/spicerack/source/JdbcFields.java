package io.spicerack.source;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a driver's typed values into vectors: what most databases can be asked for. Stateless. */
public final class JdbcFields {
    private static final int WIDE_BYTES = 16;

    private JdbcFields() {}

    public static void integer(ResultSet row, int index, ColumnVector vector) throws SQLException {
        number(row.getLong(index), row, vector);
    }

    public static void number(long value, ResultSet row, ColumnVector vector) throws SQLException {
        if (row.wasNull()) {
            vector.appendNull();
        } else {
            ((LongVector) vector).append(value);
        }
    }

    public static void floating(ResultSet row, int index, ColumnVector vector) throws SQLException {
        floating(row.getFloat(index), row, vector);
    }

    public static void doubled(ResultSet row, int index, ColumnVector vector) throws SQLException {
        floating(row.getDouble(index), row, vector);
    }

    private static void floating(double value, ResultSet row, ColumnVector vector) throws SQLException {
        if (row.wasNull()) {
            vector.appendNull();
        } else {
            ((DoubleVector) vector).append(value);
        }
    }

    public static FieldReader decimal(String column, ColumnType.Decimal type) {
        return decimal(column, type, "decimal(" + type.precision() + "," + type.scale() + ")");
    }

    /** @param actual the source's type in full */
    public static FieldReader decimal(String column, ColumnType.Decimal type, String actual) {
        boolean narrow = type.vector() == ColumnType.Vector.LONG;
        return (row, index, vector) -> {
            @Nullable BigDecimal value = row.getBigDecimal(index);
            if (value == null) {
                vector.appendNull();
                return;
            }
            BigDecimal scaled = value.scale() == type.scale() ? value : exact(column, value, type, actual);
            if (scaled.precision() > type.precision()) {
                throw overflow(column, type, actual);
            }
            if (narrow) {
                ((LongVector) vector).append(scaled.unscaledValue().longValueExact());
            } else {
                ((BytesVector) vector).append(wide(scaled.unscaledValue()));
            }
        };
    }

    private static BigDecimal exact(String column, BigDecimal value, ColumnType.Decimal type, String actual) {
        try {
            return value.setScale(type.scale());
        } catch (ArithmeticException e) {
            throw overflow(column, type, actual);
        }
    }

    private static RuntimeException overflow(String column, ColumnType.Decimal type, String actual) {
        return QueryRefusals.overflow(
                column,
                "a number of the source's " + actual + " that does not fit the decimal(" + type.precision() + ","
                        + type.scale() + ") that it is kept as",
                "Cast it to a wider DECIMAL or to CHAR in the query.");
    }

    private static byte[] wide(BigInteger unscaled) {
        byte[] shortest = unscaled.toByteArray();
        byte[] wide = new byte[WIDE_BYTES];
        if (unscaled.signum() < 0) {
            Arrays.fill(wide, 0, WIDE_BYTES - shortest.length, (byte) -1);
        }
        System.arraycopy(shortest, 0, wide, WIDE_BYTES - shortest.length, shortest.length);
        return wide;
    }

    public static void bytes(ResultSet row, int index, ColumnVector vector) throws SQLException {
        append(row.getBytes(index), vector);
    }

    public static void text(ResultSet row, int index, ColumnVector vector) throws SQLException {
        @Nullable String value = row.getString(index);
        append(value == null ? null : value.getBytes(StandardCharsets.UTF_8), vector);
    }

    public static void append(byte @Nullable [] value, ColumnVector vector) {
        if (value == null) {
            vector.appendNull();
        } else {
            ((BytesVector) vector).append(value);
        }
    }

    public static void uuid(ResultSet row, int index, ColumnVector vector) throws SQLException {
        @Nullable String value = row.getString(index);
        if (value == null) {
            vector.appendNull();
            return;
        }
        UUID uuid = UUID.fromString(value);
        byte[] bytes = ByteBuffer.allocate(WIDE_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        ((BytesVector) vector).append(bytes);
    }
}
