package io.spicerack.source.postgres;

import java.math.BigInteger;

/**
 * A number's magnitude as PostgreSQL's numeric holds it: groups of four decimal digits around the decimal point, each a
 * little-endian 16-bit number, without leading and trailing zeros. Reused from number to number; not thread-safe.
 */
final class NumericGroups {
    private static final int GROUP = 10_000;
    private static final int GROUP_DIGITS = 4;

    /** 38 digits before and after the point are 20 groups at most. */
    private static final int MOST_GROUPS = 24;

    private static final BigInteger BIG_GROUP = BigInteger.valueOf(GROUP);

    private final byte[] data = new byte[MOST_GROUPS * Short.BYTES];
    private int first;
    private int end;
    private int weight;

    /** Bytes of the groups, from {@link #start()}. */
    byte[] data() {
        return data;
    }

    int start() {
        return first * Short.BYTES;
    }

    /** Bytes in all; 0 for the number 0. */
    int length() {
        return (end - first) * Short.BYTES;
    }

    /** The power of 10,000 that the first group stands for. */
    int weight() {
        return weight;
    }

    void read(long unscaled, int scale) {
        if (unscaled == Long.MIN_VALUE) {
            read(BigInteger.valueOf(unscaled), scale);
            return;
        }
        long rest = Math.abs(unscaled);
        int odd = begin(scale);
        if (odd > 0) {
            int power = power(odd);
            put((int) (rest % power) * power(GROUP_DIGITS - odd));
            rest /= power;
        }
        while (rest != 0) {
            put((int) (rest % GROUP));
            rest /= GROUP;
        }
        strip(scale);
    }

    void read(BigInteger unscaled, int scale) {
        BigInteger rest = unscaled.abs();
        int odd = begin(scale);
        if (odd > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(power(odd)));
            put(parts[1].intValue() * power(GROUP_DIGITS - odd));
            rest = parts[0];
        }
        while (rest.signum() != 0) {
            BigInteger[] parts = rest.divideAndRemainder(BIG_GROUP);
            put(parts[1].intValue());
            rest = parts[0];
        }
        strip(scale);
    }

    /** Groups are written from the last to the first. */
    private int begin(int scale) {
        first = MOST_GROUPS;
        end = MOST_GROUPS;
        return scale % GROUP_DIGITS;
    }

    private void put(int group) {
        first--;
        data[first * 2] = (byte) group;
        data[first * 2 + 1] = (byte) (group >> 8);
    }

    private void strip(int scale) {
        weight = end - first - (scale + GROUP_DIGITS - 1) / GROUP_DIGITS - 1;
        while (first < end && zero(first)) {
            first++;
            weight--;
        }
        while (first < end && zero(end - 1)) {
            end--;
        }
    }

    private boolean zero(int group) {
        return data[group * 2] == 0 && data[group * 2 + 1] == 0;
    }

    private static int power(int exponent) {
        return switch (exponent) {
            case 1 -> 10;
            case 2 -> 100;
            case 3 -> 1_000;
            default -> GROUP;
        };
    }
}
