package io.spicerack.source.mysql;

import io.spicerack.source.HashedColumn;
import io.spicerack.table.BytesVector;
import io.spicerack.table.CellBytes;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.hash.CellHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.zip.CRC32;

/**
 * How each type of MySQL and MariaDB is hashed, there and here: CRC32 of the text that the server prints, times a number of
 * the column. CRC32 alone is linear, so that two cells could change places unseen; a product is not. Of an integer that
 * fits 32 bits the product alone will do: it spares the server the text. Stateless.
 */
final class MySqlColumnHash {
    /** No CRC32 is as large, and no integer of 32 bits. */
    private static final long NULL = 1L << 32;

    private static final long STEP = 0x5851_F42DL;

    /** Where a point has its x. */
    private static final int X = 9;

    /** Of a TIME; what has more has no fixed number of them. */
    private static final int MOST_DECIMALS = 6;

    private MySqlColumnHash() {}

    /** CRC32 of the number's decimal digits; an exclusive or makes it one without a sign. */
    static String mix(String row) {
        return "CRC32(" + row + " ^ 0)";
    }

    static long mix(long row) {
        return crc(new CRC32(), Long.toUnsignedString(row).getBytes(StandardCharsets.US_ASCII));
    }

    static HashedColumn of(Column column, ResultSetMetaData metadata, int index) throws SQLException {
        String name = MySqlDialect.INSTANCE.identifier(column.name());
        ColumnType type = column.type();
        long factor = (index * STEP & 0x7fff_ffffL) | 0x4000_0001L;
        return switch (type.kind()) {
            case BOOL, INT32 -> product(name, factor);
            case INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME -> {
                String text = text(name, type, metadata, index);
                yield hashed(text, text, type, factor);
            }
            case DATE, TIMESTAMP, TIMESTAMP_UTC -> {
                String text = text(name, type, metadata, index);
                yield hashed(text, "IF(TO_DAYS(" + name + ") IS NULL, NULL, " + text + ")", type, factor);
            }
        };
    }

    private static HashedColumn product(String name, long factor) {
        return new HashedColumn(
                "(" + name + " * " + factor + ")",
                "(IFNULL(" + name + ", " + NULL + ") * " + factor + ")",
                () -> (vector, row) -> ((LongVector) vector).value(row) * factor,
                NULL * factor);
    }

    /** @param known NULL also for a date of zeros, which is kept as NULL */
    private static HashedColumn hashed(String text, String known, ColumnType type, long factor) {
        return new HashedColumn(
                "(CRC32(" + text + ") * " + factor + ")",
                "(IFNULL(CRC32(" + known + "), " + NULL + ") * " + factor + ")",
                () -> times(cell(type), factor),
                NULL * factor);
    }

    private static CellHash times(CellHash hash, long factor) {
        return (vector, row) -> hash.of(vector, row) * factor;
    }

    /** What is hashed; whatever the column's own form, zeros before a number or digits behind a second, it is one text. */
    private static String text(String name, ColumnType type, ResultSetMetaData metadata, int index)
            throws SQLException {
        String typeName = metadata.getColumnTypeName(index);
        return switch (type.kind()) {
            case INT32, INT64, DECIMAL, WIDE_DECIMAL -> {
                // a number with a sign has no zeros before it
                boolean plain = metadata.isSigned(index) && (typeName.equals("BIGINT") || typeName.equals("DECIMAL"));
                boolean cut = typeName.startsWith("DECIMAL")
                        && metadata.getPrecision(index) > ColumnType.Decimal.MAX_PRECISION;
                yield cut
                        ? "CAST(" + name + " AS DECIMAL(38," + type.scale() + "))"
                        : plain ? name : "(" + name + " + 0)";
            }
            // its bits: MySQL cuts the text of a number off after 22 characters once a function takes it
            case FLOAT32, FLOAT64 -> "POINT(" + name + ", 0)";
            case TEXT, JSON -> {
                if (typeName.startsWith("TIME")) {
                    yield time(name, metadata.getScale(index));
                }
                yield typeName.startsWith("DECIMAL") ? name : "CONVERT(" + name + " USING utf8mb4)";
            }
            case UUID -> "CAST(" + name + " AS CHAR)";
            case TIMESTAMP, TIMESTAMP_UTC -> "CAST(" + name + " AS DATETIME(6))";
            case BOOL, BINARY, DATE, TIME -> name;
        };
    }

    /** With the decimals that a row has: of what MySQL computes, as ADDTIME, a function takes a text with six. */
    private static String time(String name, int decimals) {
        return decimals <= MOST_DECIMALS ? "CAST(" + name + " AS TIME(" + decimals + "))" : name;
    }

    private static CellHash cell(ColumnType type) {
        CRC32 crc = new CRC32();
        return switch (type.kind()) {
            case FLOAT32, FLOAT64 -> {
                ByteBuffer point = point();
                yield (vector, row) -> crc(
                        crc,
                        point.putDouble(X, ((DoubleVector) vector).value(row)).array());
            }
            case TIMESTAMP, TIMESTAMP_UTC ->
                (vector, row) -> crc(
                        crc,
                        MySqlText.ofMicros(((LongVector) vector).value(row)).getBytes(StandardCharsets.US_ASCII));
            case TEXT, JSON, BINARY ->
                (vector, row) -> {
                    BytesVector bytes = (BytesVector) vector;
                    return crc(crc, bytes.data(), bytes.start(row), bytes.length(row));
                };
            case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL, UUID, DATE, TIME -> canonical(type, crc);
        };
    }

    /** A point as the servers hold it: SRID 0, the low byte first, type 1, x and y. */
    private static ByteBuffer point() {
        ByteBuffer point = ByteBuffer.allocate(X + 2 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return point.put(Integer.BYTES, (byte) 1).putInt(Integer.BYTES + 1, 1);
    }

    private static CellHash canonical(ColumnType type, CRC32 crc) {
        CellBytes text = new CellBytes();
        return (vector, row) -> {
            text.write(type, vector, row);
            return crc(crc, text.data(), 0, text.length());
        };
    }

    private static long crc(CRC32 crc, byte[] bytes) {
        return crc(crc, bytes, 0, bytes.length);
    }

    private static long crc(CRC32 crc, byte[] bytes, int start, int length) {
        crc.reset();
        crc.update(bytes, start, length);
        return crc.getValue();
    }
}
