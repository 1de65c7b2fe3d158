package io.spicerack.table;

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
                        .mapToObj(column -> column((column + 1) * COLUMN_STEP))
                        .toList(),
                TableChecksumBuilder::mix);
    }

    private static HashRule.OfColumn column(long seed) {
        return new HashRule.OfColumn(
                (vector, row) -> TableChecksumBuilder.mix(bits(vector, row) + seed), TableChecksumBuilder.mix(~seed));
    }

    private static long bits(ColumnVector vector, int row) {
        if (vector instanceof LongVector longs) {
            return longs.value(row);
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.doubleToLongBits(doubles.value(row));
        }
        BytesVector bytes = (BytesVector) vector;
        return HASH.hashByteBuffer(ByteBuffer.wrap(bytes.data(), bytes.start(row), bytes.length(row)));
    }
}
