package io.spicerack.source.postgres;

import io.spicerack.source.HashedColumn;
import io.spicerack.table.BytesVector;
import io.spicerack.table.CellText;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.hash.CellHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How each type of PostgreSQL is hashed, there and here. The server's function alone would take some values for equal that
 * are not the same: it leaves out the sign of a numeric, the blanks at the end of a char(n) and what a collation does not
 * tell apart, and has one hash for both zeros. Stateless; a column number is the seed.
 */
final class PostgresColumnHash {
    /** The session is in UTC. */
    private static final long EPOCH_DAYS = 10_957;

    private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(EPOCH_DAYS);

    /** Any number that no seed of a column is. */
    private static final long NULL_SEED = 0x4E55_4C4CL << 32;

    /** hash_array_extended starts at 1 and takes it times 31 for the one element. */
    private static final long ARRAY_OF_ONE = 31;

    /** The most characters of a char(n); of a bpchar without a width the driver tells more. */
    private static final int WIDEST = 10_485_760;

    private PostgresColumnHash() {}

    /** 64 bits in, 64 bits out: the seed takes the number whole, where the value of an int8 would be folded to 32 bits. */
    static String mix(String row) {
        return "hashint4extended(0, " + row + ")";
    }

    static long mix(long row) {
        return PostgresHash.int4(0, row);
    }

    /**
     * @param converted whether the database's encoding is another than that in which texts are sealed
     */
    static HashedColumn of(PostgresColumn column, ResultSetMetaData metadata, int index, boolean converted)
            throws SQLException {
        String name = PostgresDialect.INSTANCE.identifier(column.column().name());
        ColumnType type = column.column().type();
        int seed = index;
        return switch (type.kind()) {
            case BOOL -> hashed("hashint4extended(" + name + "::int4, " + seed + ")", seed, int4(seed, 0));
            case INT32, INT64 -> whole(name, OwnTypes.name(metadata, index), seed);
            case DECIMAL, WIDE_DECIMAL -> numeric(name, type, seed);
            case FLOAT32, FLOAT64 -> floating(name, seed);
            case TEXT, JSON -> text(column, metadata, index, converted);
            case BINARY -> array(name, name, seed);
            case UUID -> hashed("uuid_hash_extended(" + name + ", " + seed + ")", seed, bytes(seed));
            case DATE -> {
                String days = "hashint4extended(" + name + " - date '2000-01-01', " + seed + ")";
                yield hashed(days, seed, int4(seed, EPOCH_DAYS));
            }
            case TIME -> hashed("time_hash_extended(" + name + ", " + seed + ")", seed, int8(seed, 0));
            case TIMESTAMP -> timestamp(name, seed);
            case TIMESTAMP_UTC -> timestamp("(" + name + " AT TIME ZONE 'UTC')", seed);
        };
    }

    private static HashedColumn timestamp(String local, int seed) {
        return hashed("timestamp_hash_extended(" + local + ", " + seed + ")", seed, int8(seed, EPOCH_MICROS));
    }

    private static HashedColumn hashed(String sql, int seed, CellHash stateless) {
        return hashed(sql, seed, () -> stateless);
    }

    private static HashedColumn hashed(String sql, int seed, Supplier<CellHash> cell) {
        long ofNull = PostgresHash.int4(seed, NULL_SEED);
        return new HashedColumn(sql, "coalesce(" + sql + ", " + ofNull + ")", cell, ofNull);
    }

    private static CellHash int4(int seed, long epoch) {
        return (vector, row) -> PostgresHash.int4((int) (((LongVector) vector).value(row) - epoch), seed);
    }

    private static CellHash int8(int seed, long epoch) {
        return (vector, row) -> PostgresHash.int8(((LongVector) vector).value(row) - epoch, seed);
    }

    private static CellHash bytes(int seed) {
        return (vector, row) -> bytes((BytesVector) vector, row, seed);
    }

    private static long bytes(BytesVector vector, int row, long seed) {
        return PostgresHash.bytes(vector.data(), vector.start(row), vector.length(row), seed);
    }

    /** Of an int8, which its own function would fold to 32 bits, the value is the seed and the seed the value. */
    private static HashedColumn whole(String name, String type, int seed) {
        return switch (type) {
            case "int8", "bigserial" ->
                hashed(
                        "hashint4extended(" + seed + ", " + name + ")",
                        seed,
                        (vector, row) -> PostgresHash.int4(seed, ((LongVector) vector).value(row)));
            case "oid" ->
                hashed("hashoidextended(" + name + ", " + seed + ")", seed, (vector, row) -> {
                    long oid = ((LongVector) vector).value(row);
                    // no oid is larger than 32 bits
                    return oid >>> 32 == 0 ? PostgresHash.int4((int) oid, seed) : ~oid;
                });
            case "int2", "smallserial" -> hashed("hashint2extended(" + name + ", " + seed + ")", seed, int4(seed, 0));
            default -> hashed("hashint4extended(" + name + ", " + seed + ")", seed, int4(seed, 0));
        };
    }

    private static HashedColumn numeric(String name, ColumnType type, int seed) {
        String hash = "hash_numeric_extended(" + name + ", ";
        String sql = "CASE WHEN " + name + " < 0 THEN " + hash + -seed + ") ELSE " + hash + seed + ") END";
        return hashed(sql, seed, () -> numeric(type, seed));
    }

    private static CellHash numeric(ColumnType type, int seed) {
        NumericGroups groups = new NumericGroups();
        return type.vector() == ColumnType.Vector.LONG
                ? (vector, row) -> {
                    long unscaled = ((LongVector) vector).value(row);
                    groups.read(unscaled, type.scale());
                    return PostgresHash.numeric(groups, unscaled < 0 ? -seed : seed);
                }
                : (vector, row) -> {
                    BytesVector wide = (BytesVector) vector;
                    BigInteger unscaled = new BigInteger(wide.data(), wide.start(row), wide.length(row));
                    groups.read(unscaled, type.scale());
                    return PostgresHash.numeric(groups, unscaled.signum() < 0 ? -seed : seed);
                };
    }

    /** Two zeros are not the same here, and a NaN is a NaN whatever its bits. */
    private static HashedColumn floating(String name, int seed) {
        String sql = "CASE WHEN " + name + " = 0 OR " + name + " = 'NaN' THEN hashtextextended(" + name
                + "::text COLLATE \"C\", " + seed + ") ELSE hashfloat8extended(" + name + ", " + seed + ") END";
        return hashed(sql, seed, (vector, row) -> {
            double value = ((DoubleVector) vector).value(row);
            if (value != 0 && !Double.isNaN(value)) {
                return PostgresHash.float8(value, seed);
            }
            String text = value == 0 ? (Double.compare(value, 0) < 0 ? "-0" : "0") : CellText.of(value);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return PostgresHash.bytes(bytes, 0, bytes.length, seed);
        });
    }

    /** A bytea has no hash function that SQL may call, but an array of it has. */
    private static HashedColumn array(String name, String element, int seed) {
        String sql =
                "CASE WHEN " + name + " IS NOT NULL THEN hash_array_extended(ARRAY[" + element + "], " + seed + ") END";
        return hashed(sql, seed, (vector, row) -> ARRAY_OF_ONE + bytes((BytesVector) vector, row, seed));
    }

    private static HashedColumn text(PostgresColumn column, ResultSetMetaData metadata, int index, boolean converted)
            throws SQLException {
        String name = PostgresDialect.INSTANCE.identifier(column.column().name());
        boolean padded = OwnTypes.name(metadata, index).equals("bpchar");
        int width = padded ? metadata.getPrecision(index) : 0;
        if (width > 0 && width <= WIDEST && !converted) {
            return padded(name, width, index);
        }
        // a cast to text would strip the blanks, which concat keeps
        String text = padded ? "concat(" + name + ")" : name + "::text";
        if (converted) {
            return array(name, "convert_to(" + text + ", 'UTF8')", index);
        }
        String hash = "hashtextextended(" + text + " COLLATE \"C\", " + index + ")";
        return hashed(padded ? "CASE WHEN " + name + " IS NOT NULL THEN " + hash + " END" : hash, index, bytes(index));
    }

    /** The server hashes a char(n) without the blanks at its end; n characters in all say how many there are. */
    private static HashedColumn padded(String name, int width, int seed) {
        return hashed("hashbpcharextended(" + name + " COLLATE \"C\", " + seed + ")", seed, (vector, row) -> {
            BytesVector texts = (BytesVector) vector;
            byte[] data = texts.data();
            int start = texts.start(row);
            int end = start + texts.length(row);
            if (characters(data, start, end) != width) {
                return ~bytes(texts, row, seed);
            }
            while (end > start && data[end - 1] == ' ') {
                end--;
            }
            return PostgresHash.bytes(data, start, end - start, seed);
        });
    }

    private static int characters(byte[] utf8, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += (utf8[at] & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }
}
