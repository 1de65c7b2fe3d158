package io.spicerack.table;

import io.spicerack.table.hash.TableChecksum;
import java.math.BigInteger;
import java.util.Random;

/** Row groups of every type whose columns are sorted, repeated, distinct or NULL by chance. */
public final class RandomTables {
    private RandomTables() {}

    /**
     * A row group of every type.
     *
     * @param rows of the group; several thousand make the encoder sample
     */
    public static RowGroup group(long seed, int rows) {
        Random random = new Random(seed);
        Schema schema = SampleTables.everyType();
        RowGroup group = new RowGroup(schema);
        for (int column = 0; column < schema.width(); column++) {
            fill(group, column, rows, random);
        }
        group.endRows(rows);
        return group;
    }

    private static void fill(RowGroup group, int column, int rows, Random random) {
        int[] spreads = {1, 2, 3, 40, 5_000, 90_000, Integer.MAX_VALUE};
        int spread = spreads[random.nextInt(spreads.length)];
        double nulls = random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(6) == 0 ? 1 : 0;
        boolean runs = random.nextBoolean();
        long key = random.nextInt(spread);
        for (int row = 0; row < rows; row++) {
            if (!runs || random.nextInt(20) == 0) {
                key = random.nextInt(spread);
            }
            if (nulls > 0 && random.nextDouble() < nulls) {
                group.column(column).appendNull();
            } else {
                append(group, column, TableChecksum.mix(key + 1));
            }
        }
    }

    /** A value that depends on {@code bits} alone, of either sign, with odd ones among them. */
    private static void append(RowGroup group, int column, long bits) {
        ColumnType type = group.schema().column(column).type();
        switch (type.vector()) {
            case LONG -> group.longs(column).append(number(type, bits));
            case DOUBLE -> {
                boolean narrow = ((ColumnType.Floating) type).bits() == 32;
                double value = bits % 7 == 0 ? Double.NaN : bits % 11 == 0 ? -0.0 : Double.longBitsToDouble(bits);
                group.doubles(column).append(narrow ? (float) value : value);
            }
            case BYTES -> group.bytes(column).append(bytes(type, bits));
        }
    }

    private static long number(ColumnType type, long bits) {
        if (type instanceof ColumnType.Bool) {
            return bits & 1;
        }
        if (type instanceof ColumnType.Date) {
            return bits % 100_000;
        }
        if (type instanceof ColumnType.Int integer && integer.bits() == 32) {
            return (int) bits;
        }
        if (type instanceof ColumnType.Time) {
            return Math.floorMod(bits, 86_400_000_000L);
        }
        return type instanceof ColumnType.Decimal ? bits % 1_000_000_000_000_000_000L : bits >> 12;
    }

    private static byte[] bytes(ColumnType type, long bits) {
        if (type instanceof ColumnType.Decimal) {
            return BigInteger.valueOf(bits >> (bits & 63))
                    .multiply(BigInteger.valueOf(bits & 0xffff))
                    .toByteArray();
        }
        byte[] bytes = new byte[type instanceof ColumnType.Uuid ? 16 : (int) (bits & 31)];
        new Random(bits).nextBytes(bytes);
        if (type instanceof ColumnType.Text || type instanceof ColumnType.Json) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 0x7f;
            }
        }
        return bytes;
    }
}
