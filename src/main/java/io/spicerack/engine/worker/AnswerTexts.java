package io.spicerack.engine.worker;

import io.spicerack.table.BytesVector;
import java.nio.ByteBuffer;
import org.duckdb.RawMemory;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts and binary values out of DuckDB's vectors: short ones stand there, and those of the others that lie end to end are
 * fetched together. One thread.
 */
final class AnswerTexts {
    /** What a vector has of each. */
    private static final int WIDTH = 16;

    private static final int INLINE = 12;
    private static final byte[] NONE = {};

    /** Two that DuckDB has made one after the other are no further apart; memory between them is theirs. */
    private static final int MOST_APART = 8;

    /** What is fetched together; one alone may be longer. */
    private static final int MOST_TOGETHER = 1 << 20;

    private final RawMemory memory = new RawMemory();
    private final byte[] value = new byte[INLINE];

    /** Where the long ones of some rows are. */
    private long begin;

    private long end;

    /** Appends the rows from {@code first} up to {@code rows}. */
    void read(ByteBuffer data, int first, int rows, @Nullable ByteBuffer valid, BytesVector to) {
        int row = first;
        while (row < rows) {
            int stop = together(data, row, rows, valid);
            byte[] fetched = begin == end ? NONE : memory.read(begin, (int) (end - begin));
            for (; row < stop; row++) {
                if (!RawVector.isValid(valid, row)) {
                    to.appendNull();
                    continue;
                }
                int length = data.getInt(row * WIDTH);
                if (length <= INLINE) {
                    data.get(row * WIDTH + Integer.BYTES, value, 0, length);
                    to.append(value, 0, length);
                } else {
                    to.append(fetched, (int) (data.getLong(row * WIDTH + Long.BYTES) - begin), length);
                }
            }
        }
    }

    /** Where the rows end whose long values can be fetched together, from {@code row} on; one at least. */
    private int together(ByteBuffer data, int row, int rows, @Nullable ByteBuffer valid) {
        begin = 0;
        end = 0;
        int stop = row;
        for (; stop < rows; stop++) {
            int length = RawVector.isValid(valid, stop) ? data.getInt(stop * WIDTH) : 0;
            if (length > INLINE) {
                long address = data.getLong(stop * WIDTH + Long.BYTES);
                boolean again = address >= begin && address + length <= end;
                boolean follows = address >= end && address - end <= MOST_APART && address + length - begin <= MOST_TOGETHER;
                if (begin == 0) {
                    begin = address;
                    end = address + length;
                } else if (follows) {
                    end = address + length;
                } else if (!again) {
                    break;
                }
            }
        }
        return stop;
    }
}
