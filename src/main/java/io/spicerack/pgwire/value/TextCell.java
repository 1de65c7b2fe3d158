package io.spicerack.pgwire.value;

import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** Values as PostgreSQL writes them in text: DateStyle ISO, IntervalStyle postgres, TimeZone UTC, bytea_output hex. */
final class TextCell {
    private TextCell() {}

    static CellFormat of(QueryType type) {
        if (type == Special.INTERVAL) {
            return (column, row, out) -> out.putAscii(IntervalText.of(buffer(column, row)));
        }
        int scale = type.carrier().scale();
        return switch (type.carrier().kind()) {
            case BOOL -> (column, row, out) -> out.put(number(column, row) != 0 ? 't' : 'f');
            case INT32, INT64 -> (column, row, out) -> out.putAscii(Long.toString(number(column, row)));
            case DECIMAL -> (column, row, out) -> decimal(number(column, row), scale, out);
            case WIDE_DECIMAL ->
                (column, row, out) -> out.putAscii(wide(column, row, scale).toPlainString());
            case FLOAT32 ->
                (column, row, out) -> out.putAscii(FloatText.of((float) ((DoubleVector) column).value(row)));
            case FLOAT64 -> (column, row, out) -> out.putAscii(FloatText.of(((DoubleVector) column).value(row)));
            case TEXT, JSON -> TextCell::bytes;
            case BINARY -> TextCell::hex;
            case UUID -> TextCell::uuid;
            case DATE -> (column, row, out) -> out.putAscii(TimeText.date(number(column, row)));
            case TIME -> (column, row, out) -> out.putAscii(TimeText.time(number(column, row)));
            case TIMESTAMP -> (column, row, out) -> out.putAscii(TimeText.timestamp(number(column, row), ""));
            case TIMESTAMP_UTC -> (column, row, out) -> out.putAscii(TimeText.timestamp(number(column, row), "+00"));
        };
    }

    private static long number(ColumnVector column, int row) {
        return ((LongVector) column).value(row);
    }

    private static void decimal(long unscaled, int scale, WireBytes out) {
        out.putAscii(
                scale == 0
                        ? Long.toString(unscaled)
                        : BigDecimal.valueOf(unscaled, scale).toPlainString());
    }

    static BigDecimal wide(ColumnVector column, int row, int scale) {
        BytesVector bytes = (BytesVector) column;
        return new BigDecimal(new BigInteger(bytes.data(), bytes.start(row), bytes.length(row)), scale);
    }

    private static void bytes(ColumnVector column, int row, WireBytes out) {
        BytesVector bytes = (BytesVector) column;
        out.put(bytes.data(), bytes.start(row), bytes.length(row));
    }

    private static ByteBuffer buffer(ColumnVector column, int row) {
        BytesVector bytes = (BytesVector) column;
        return ByteBuffer.wrap(bytes.data(), bytes.start(row), bytes.length(row));
    }

    private static void hex(ColumnVector column, int row, WireBytes out) {
        BytesVector bytes = (BytesVector) column;
        int start = bytes.start(row);
        out.putAscii("\\x");
        out.putAscii(HexFormat.of().formatHex(bytes.data(), start, start + bytes.length(row)));
    }

    private static void uuid(ColumnVector column, int row, WireBytes out) {
        ByteBuffer bytes = buffer(column, row);
        out.putAscii(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }
}
