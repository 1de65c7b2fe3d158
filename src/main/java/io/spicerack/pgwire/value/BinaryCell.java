package io.spicerack.pgwire.value;

import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.nio.charset.StandardCharsets;

/** Values as PostgreSQL's send functions write them. */
final class BinaryCell {
    /** PostgreSQL's time begins on 2000-01-01. */
    static final long EPOCH_DAYS = 10_957;

    static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

    private BinaryCell() {}

    static CellFormat of(QueryType type) {
        if (type instanceof ListOf list) {
            CellFormat element = of(list.element());
            return (column, row, out) -> BinaryList.write(list.element(), element, text(column, row), out);
        }
        if (type == Special.SMALLINT) {
            return (column, row, out) -> out.putShort((int) number(column, row));
        }
        if (type == Special.OID) {
            return (column, row, out) -> out.putInt((int) number(column, row));
        }
        int scale = type.carrier().scale();
        return switch (type.carrier().kind()) {
            case BOOL -> (column, row, out) -> out.put((int) number(column, row));
            case INT32 -> (column, row, out) -> out.putInt((int) number(column, row));
            case INT64 -> (column, row, out) -> out.putLong(number(column, row));
            case DECIMAL -> (column, row, out) -> BinaryNumeric.write(number(column, row), scale, out);
            case WIDE_DECIMAL -> (column, row, out) -> BinaryNumeric.write(TextCell.wide(column, row, scale), out);
            case FLOAT32 ->
                (column, row, out) -> out.putInt(Float.floatToIntBits((float) ((DoubleVector) column).value(row)));
            case FLOAT64 ->
                (column, row, out) -> out.putLong(Double.doubleToLongBits(((DoubleVector) column).value(row)));
            case TEXT, JSON, BINARY, UUID ->
                (column, row, out) -> {
                    BytesVector bytes = (BytesVector) column;
                    out.put(bytes.data(), bytes.start(row), bytes.length(row));
                };
            case DATE -> (column, row, out) -> out.putInt((int) (number(column, row) - EPOCH_DAYS));
            case TIME -> (column, row, out) -> out.putLong(number(column, row));
            case TIMESTAMP, TIMESTAMP_UTC -> (column, row, out) -> out.putLong(number(column, row) - EPOCH_MICROS);
        };
    }

    private static long number(ColumnVector column, int row) {
        return ((LongVector) column).value(row);
    }

    private static String text(ColumnVector column, int row) {
        BytesVector bytes = (BytesVector) column;
        return new String(bytes.data(), bytes.start(row), bytes.length(row), StandardCharsets.UTF_8);
    }
}
