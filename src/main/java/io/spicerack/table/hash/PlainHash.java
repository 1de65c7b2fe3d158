package io.spicerack.table.hash;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.Schema;
import java.nio.ByteBuffer;
import org.apache.parquet.column.values.bloomfilter.XxHash;

/** A rule for rows whose source cannot be asked: what was given against what was sealed. Stateless. */
public final class PlainHash {
    /** 2^64 divided by the golden ratio: spreads column numbers over all bits. */
    private static final long COLUMN_STEP = 0x9E37_79B9_7F4A_7C15L;

    private static final XxHash HASH = new XxHash();

    private PlainHash() {}

    public static HashRule rule(Schema schema) {
        return new HashRule(
                java.util.stream.IntStream.range(0, schema.width())
                        .mapToObj(column -> column(schema.column(column).type(), (column + 1) * COLUMN_STEP))
                        .toList(),
                TableChecksum::mix);
    }

    private static HashRule.OfColumn column(ColumnType type, long seed) {
        return new HashRule.OfColumn(
                switch (type.vector()) {
                    case LONG -> (vector, row) -> TableChecksum.mix(((LongVector) vector).value(row) + seed);
                    case DOUBLE ->
                        (vector, row) ->
                                TableChecksum.mix(Double.doubleToLongBits(((DoubleVector) vector).value(row)) + seed);
                    case BYTES -> {
                        boolean number = type.isNumber();
                        yield (vector, row) -> TableChecksum.mix(bytes((BytesVector) vector, row, number) + seed);
                    }
                },
                TableChecksum.mix(~seed));
    }

    /** A number is hashed without the bytes before it that tell only its sign: a sealed one has more of them. */
    private static long bytes(BytesVector bytes, int row, boolean number) {
        byte[] data = bytes.data();
        int start = bytes.start(row);
        int end = start + bytes.length(row);
        while (number && start + 1 < end && data[start] == data[start + 1] >> (Byte.SIZE - 1)) {
            start++;
        }
        return HASH.hashByteBuffer(ByteBuffer.wrap(data, start, end - start));
    }
}
