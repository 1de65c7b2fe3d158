package io.spicerack.source.mysql;

import io.spicerack.source.HashedColumn;
import io.spicerack.table.BytesVector;
import io.spicerack.table.CellBytes;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.hash.CellHash;
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
        if (type instanceof ColumnType.Bool || (type instanceof ColumnType.Int whole && whole.bits() == Integer.SIZE)) {
            return new HashedColumn(
                    "(" + name + " * " + factor + ")",
                    "(IFNULL(" + name + ", " + NULL + ") * " + factor + ")",
                    () -> (vector, row) -> ((LongVector) vector).value(row) * factor,
                    NULL * factor);
        }
        String text = text(name, type, metadata, index);
        boolean date = type instanceof ColumnType.Date || type instanceof ColumnType.Timestamp;
        String known = date ? "IF(TO_DAYS(" + name + ") IS NULL, NULL, " + text + ")" : text;
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
        if (type instanceof ColumnType.Int || type instanceof ColumnType.Decimal) {
            // a number with a sign has no zeros before it
            boolean plain = metadata.isSigned(index) && (typeName.equals("BIGINT") || typeName.equals("DECIMAL"));
            return plain ? name : "(" + name + " + 0)";
        }
        if (type instanceof ColumnType.Floating) {
            return "(" + name + " * 1e0)";
        }
        if (type instanceof ColumnType.Timestamp) {
            return "CAST(" + name + " AS DATETIME(6))";
        }
        boolean text = type instanceof ColumnType.Text || type instanceof ColumnType.Json;
        if (text && !typeName.startsWith("TIME") && !typeName.startsWith("DECIMAL")) {
            return "CONVERT(" + name + " USING utf8mb4)";
        }
        return type instanceof ColumnType.Uuid ? "CAST(" + name + " AS CHAR)" : name;
    }

    private static CellHash cell(ColumnType type) {
        CRC32 crc = new CRC32();
        if (type instanceof ColumnType.Floating) {
            return (vector, row) ->
                    crc(crc, MySqlText.of(((DoubleVector) vector).value(row)).getBytes(StandardCharsets.US_ASCII));
        }
        if (type instanceof ColumnType.Timestamp) {
            return (vector, row) -> crc(
                    crc, MySqlText.ofMicros(((LongVector) vector).value(row)).getBytes(StandardCharsets.US_ASCII));
        }
        boolean raw =
                type instanceof ColumnType.Text || type instanceof ColumnType.Json || type instanceof ColumnType.Binary;
        if (raw) {
            return (vector, row) -> {
                BytesVector bytes = (BytesVector) vector;
                return crc(crc, bytes.data(), bytes.start(row), bytes.length(row));
            };
        }
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
