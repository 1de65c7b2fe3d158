package io.spicerack.table.parquet;

import java.util.Arrays;

/**
 * Levels and dictionary ids as runs of one value and bit-packed groups of eight, in turns (parquet-format, Encodings.md,
 * "Run Length Encoding / Bit-Packing Hybrid"). Stateless.
 */
final class HybridRuns {
    static final int GROUP = 8;

    /** So many groups have a header of one byte, and readers unpack a piece that fits their cache. */
    private static final int MOST_GROUPS = 63;

    private HybridRuns() {}

    /** The bits of ids below {@code size}. */
    static int bits(int size) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, size - 1));
    }

    /** Writes the first {@code count} values, of at most {@code bits} bits, at most 24; {@code values} has room for a group more. */
    static void write(int[] values, int count, int bits, PageBytes out) {
        // the last group is written whole
        Arrays.fill(values, count, count + GROUP, 0);
        int done = 0;
        while (done < count) {
            int run = run(values, done, count);
            if (run >= GROUP) {
                out.putVarInt(run << 1);
                for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                    out.putByte(values[done] >>> shift);
                }
                done += run;
            } else {
                int groups = 1;
                while (groups < MOST_GROUPS
                        && done + groups * GROUP < count
                        && !repeats(values, done + groups * GROUP, count)) {
                    groups++;
                }
                out.putVarInt((groups << 1) | 1);
                pack(values, done, groups * GROUP, bits, out);
                done += groups * GROUP;
            }
        }
    }

    private static int run(int[] values, int from, int count) {
        int end = from + 1;
        while (end < count && values[end] == values[from]) {
            end++;
        }
        return end - from;
    }

    private static boolean repeats(int[] values, int from, int count) {
        if (from + GROUP > count) {
            return false;
        }
        for (int i = from + 1; i < from + GROUP; i++) {
            if (values[i] != values[from]) {
                return false;
            }
        }
        return true;
    }

    private static void pack(int[] values, int from, int count, int bits, PageBytes out) {
        long waiting = 0;
        int filled = 0;
        for (int i = from; i < from + count; i++) {
            waiting |= (long) values[i] << filled;
            filled += bits;
            if (filled >= Integer.SIZE) {
                out.putInt((int) waiting);
                waiting >>>= Integer.SIZE;
                filled -= Integer.SIZE;
            }
        }
        for (; filled > 0; filled -= Byte.SIZE) {
            out.putByte((int) waiting);
            waiting >>>= Byte.SIZE;
        }
    }

    /**
     * Unpacks values of one packed run.
     *
     * @param position where the run's first value begins
     * @param first of the run's values, the place of that one which goes to {@code from}
     */
    static void unpack(byte[] data, int position, int first, int bits, int[] values, int from, int end) {
        int place = first;
        int i = from;
        for (; i < end && (place & (GROUP - 1)) != 0; i++, place++) {
            values[i] = one(data, position, place, bits);
        }
        int at = position + (place >>> 3) * bits;
        // eight bytes hold a group of up to eight bits each, or half of one of up to fifteen
        int groups = bits <= Byte.SIZE * 2 - 1 ? Math.min((end - i) >>> 3, groups(data.length - at, bits)) : 0;
        if (bits <= Byte.SIZE) {
            narrow(data, at, bits, values, i, groups);
        } else {
            wide(data, at, bits, values, i, groups);
        }
        i += groups * GROUP;
        place += groups * GROUP;
        for (; i < end; i++, place++) {
            values[i] = one(data, position, place, bits);
        }
    }

    /** Of how many groups both halves can be read as eight bytes each. */
    private static int groups(int bytes, int bits) {
        int last = Long.BYTES + (bits > Byte.SIZE ? bits >>> 1 : 0);
        return bits == 0 || bytes < last ? 0 : (bytes - last) / bits + 1;
    }

    private static void narrow(byte[] data, int position, int bits, int[] values, int from, int groups) {
        int mask = (1 << bits) - 1;
        int at = position;
        int i = from;
        for (int group = 0; group < groups; group++, at += bits, i += GROUP) {
            long packed = (long) PageBytes.LONGS.get(data, at);
            values[i] = (int) packed & mask;
            values[i + 1] = (int) (packed >>> bits) & mask;
            values[i + 2] = (int) (packed >>> (2 * bits)) & mask;
            values[i + 3] = (int) (packed >>> (3 * bits)) & mask;
            values[i + 4] = (int) (packed >>> (4 * bits)) & mask;
            values[i + 5] = (int) (packed >>> (5 * bits)) & mask;
            values[i + 6] = (int) (packed >>> (6 * bits)) & mask;
            values[i + 7] = (int) (packed >>> (7 * bits)) & mask;
        }
    }

    private static void wide(byte[] data, int position, int bits, int[] values, int from, int groups) {
        int mask = (1 << bits) - 1;
        int half = bits >>> 1;
        int shift = (bits & 1) << 2;
        int at = position;
        int i = from;
        for (int group = 0; group < groups; group++, at += bits, i += GROUP) {
            long packed = (long) PageBytes.LONGS.get(data, at);
            values[i] = (int) packed & mask;
            values[i + 1] = (int) (packed >>> bits) & mask;
            values[i + 2] = (int) (packed >>> (2 * bits)) & mask;
            values[i + 3] = (int) (packed >>> (3 * bits)) & mask;
            long rest = (long) PageBytes.LONGS.get(data, at + half) >>> shift;
            values[i + 4] = (int) rest & mask;
            values[i + 5] = (int) (rest >>> bits) & mask;
            values[i + 6] = (int) (rest >>> (2 * bits)) & mask;
            values[i + 7] = (int) (rest >>> (3 * bits)) & mask;
        }
    }

    private static int one(byte[] data, int position, int place, int bits) {
        long bit = (long) place * bits;
        int at = position + (int) (bit >>> 3);
        int shift = (int) bit & 7;
        long mask = (1L << bits) - 1;
        if (at <= data.length - Long.BYTES) {
            // eight bytes hold any value that begins in the first of them
            return (int) (((long) PageBytes.LONGS.get(data, at) >>> shift) & mask);
        }
        long value = 0;
        for (int taken = 0; taken < shift + bits; taken += Byte.SIZE) {
            value |= (data[at + (taken >>> 3)] & 0xffL) << taken;
        }
        return (int) ((value >>> shift) & mask);
    }
}
