package io.spicerack.engine.worker;

import io.spicerack.table.BytesVector;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of a data set as they are sealed, what is shown of them, without DuckDB: it refuses what DuckDB could not hold. One thread. */
final class BareRows implements AnswerRows {
    private final SealedTable table;
    private final SealedReading.Rows rows;
    private final int[] sources;
    private @Nullable RowGroup slice;

    /** @param columns places in the table's schema, in the order of the answer */
    BareRows(SealedTable table, int[] columns) {
        this.table = table;
        SealedReading reading = table.read(columns);
        rows = reading.rows();
        sources = reading.sources();
    }

    @Override
    public int next() throws SQLException {
        try {
            RowGroup read = rows.next();
            slice = read;
            if (read == null) {
                return 0;
            }
            for (int source : sources) {
                check(read, source);
            }
            return read.rows();
        } catch (RuntimeException | OutOfMemoryError e) {
            slice = null;
            throw new SQLException(table.failed(e));
        }
    }

    private static void check(RowGroup read, int column) {
        new ColumnPut(read.schema().column(column)).refuseOutside(read.column(column), 0, read.rows());
        if (read.schema().column(column).type().isText()) {
            BytesVector texts = read.bytes(column);
            int begin = texts.start(0);
            int length = texts.start(read.rows() - 1) + texts.length(read.rows() - 1) - begin;
            if (!InlineTexts.isAscii(texts.data(), begin, length)) {
                refuseOther(texts, read.rows(), ByteBuffer.wrap(texts.data(), begin, length));
            }
        }
    }

    /** Where all together are UTF-8 and none begins inside of a character each of them is. */
    private static void refuseOther(BytesVector texts, int rows, ByteBuffer all) {
        for (int row = 0; row < rows; row++) {
            if (texts.length(row) > 0 && (texts.data()[texts.start(row)] & 0xC0) == 0x80) {
                throw new IllegalArgumentException("a text is not UTF-8");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(all);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    @Override
    public void measure(int count, long[] bytes) {
        RowGroup read = made();
        for (int source : sources) {
            boolean counted =
                    switch (read.schema().column(source).type().kind()) {
                        case TEXT, JSON, BINARY -> true;
                        case BOOL,
                                INT32,
                                INT64,
                                DECIMAL,
                                WIDE_DECIMAL,
                                FLOAT32,
                                FLOAT64,
                                UUID,
                                DATE,
                                TIME,
                                TIMESTAMP,
                                TIMESTAMP_UTC -> false;
                    };
            for (int row = 0; row < count && counted; row++) {
                bytes[row] += read.bytes(source).length(row);
            }
        }
    }

    @Override
    public void read(int first, int end, RowGroup batch) {
        RowGroup read = made();
        for (int i = 0; i < sources.length; i++) {
            batch.column(i).append(read.column(sources[i]), first, end - first);
        }
    }

    private RowGroup made() {
        RowGroup read = slice;
        if (read == null) {
            throw new IllegalStateException("there are no rows to read");
        }
        return read;
    }

    @Override
    public boolean readsAllAtOnce() {
        return false;
    }
}
