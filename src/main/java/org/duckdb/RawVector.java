package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one vector of DuckDB's, as its C interface documents it: values end to end in the machine's byte order, one
 * bit for each row that is not NULL. It stands in the driver's package, whose own vectors take objects only, and not each
 * type. Good while the chunk is; not thread-safe.
 */
@NullMarked
public final class RawVector {
    private static final int LONG_BITS = 6;

    private final ByteBuffer vector;

    private RawVector(ByteBuffer vector) {
        this.vector = vector;
    }

    static RawVector of(ByteBuffer chunk, int column) {
        return new RawVector(DuckDBBindings.duckdb_data_chunk_get_vector(chunk, column));
    }

    /** The values of {@code rows} rows, each of {@code width} bytes. */
    public ByteBuffer data(int rows, int width) {
        return DuckDBBindings.duckdb_vector_get_data(vector, (long) rows * width)
                .order(ByteOrder.nativeOrder());
    }

    /** Says of {@code rows} rows that none is NULL. */
    public void noneIsNull(int rows) {
        ByteBuffer valid = DuckDBBindings.duckdb_vector_get_validity(vector, rows);
        // where there are no bits none of them says so
        if (valid != null) {
            set(valid, rows);
        }
    }

    /** The same; the bits of those that are may be cleared in what it returns. */
    public ByteBuffer allValid(int rows) {
        DuckDBBindings.duckdb_vector_ensure_validity_writable(vector);
        ByteBuffer valid =
                DuckDBBindings.duckdb_vector_get_validity(vector, rows).order(ByteOrder.nativeOrder());
        set(valid, rows);
        return valid;
    }

    private static void set(ByteBuffer valid, int rows) {
        for (int word = 0; word < words(rows); word++) {
            valid.putLong(word * Long.BYTES, -1L);
        }
    }

    /** Clears the bit of a row. */
    public static void setNull(ByteBuffer valid, int row) {
        int word = (row >> LONG_BITS) * Long.BYTES;
        valid.putLong(word, valid.getLong(word) & ~(1L << row));
    }

    /** The bits of {@code rows} rows; null where none is NULL. */
    public @Nullable ByteBuffer valid(int rows) {
        ByteBuffer valid = DuckDBBindings.duckdb_vector_get_validity(vector, rows);
        return valid == null ? null : valid.order(ByteOrder.nativeOrder());
    }

    /** Whether a row has a value. */
    public static boolean isValid(@Nullable ByteBuffer valid, int row) {
        return valid == null || (valid.getLong((row >> LONG_BITS) * Long.BYTES) & (1L << row)) != 0;
    }

    /**
     * Copies texts into the first rows, end to end in {@code bytes}; a length of -1 is NULL. DuckDB refuses what is no
     * UTF-8.
     */
    public void putTexts(byte[] bytes, long[] lengths, int length) {
        DuckDBBindings.duckdb_vector_assign_string_elements(vector, 0, bytes, lengths, length);
    }

    /** Copies bytes into a row. */
    public void putBytes(int row, byte[] bytes) {
        DuckDBBindings.duckdb_vector_assign_string_element_len(vector, row, bytes);
    }

    /** The values of a list's rows, end to end. */
    public RawVector elements() {
        return new RawVector(DuckDBBindings.duckdb_list_vector_get_child(vector));
    }

    /** How many {@link #elements} there are. */
    public int elementCount() {
        return Math.toIntExact(DuckDBBindings.duckdb_list_vector_get_size(vector));
    }

    /** The places of the names of an enumeration, and how many bytes each takes in {@link #data}. */
    public RawNames names() {
        ByteBuffer type = DuckDBBindings.duckdb_vector_get_column_type(vector);
        try {
            int count = Math.toIntExact(DuckDBBindings.duckdb_enum_dictionary_size(type));
            byte[][] names = new byte[count][];
            for (int i = 0; i < count; i++) {
                names[i] = DuckDBBindings.duckdb_enum_dictionary_value(type, i);
            }
            return new RawNames(names, count <= 1 << 8 ? 1 : count <= 1 << 16 ? 2 : 4);
        } finally {
            DuckDBBindings.duckdb_destroy_logical_type(type);
        }
    }

    /** The names of an enumeration. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record RawNames(byte[][] names, int width) {}

    private static int words(int rows) {
        return (rows + Long.SIZE - 1) >> LONG_BITS;
    }
}
