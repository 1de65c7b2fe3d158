package io.spicerack.table.parquet;

import java.util.Arrays;

/**
 * Levels and dictionary ids as runs of one value and bit-packed groups of eight, in turns (parquet-format, Encodings.md,
 * "Run Length Encoding / Bit-Packing Hybrid"). Stateless.
 */
final class HybridRuns {
    private static final int GROUP = 8;

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

    /** Reads {@code count} values of {@code bits} bits from {@code data} at {@code position}. */
    static void read(byte[] data, int position, int bits, int[] values, int count) {
        int at = position;
        int done = 0;
        while (done < count) {
            int header = 0;
            int shift = 0;
            int part;
            do {
                part = data[at++];
                header |= (part & 0x7f) << shift;
                shift += 7;
            } while (part < 0);
            if ((header & 1) == 0) {
                int value = 0;
                for (int taken = 0; taken < bits; taken += Byte.SIZE) {
                    value |= (data[at++] & 0xff) << taken;
                }
                int end = Math.min(count, done + (header >>> 1));
                Arrays.fill(values, done, end, value);
                done = end;
            } else {
                int groups = header >>> 1;
                int end = Math.min(count, done + groups * GROUP);
                unpack(data, at, bits, values, done, end);
                at += groups * bits;
                done = end;
            }
        }
    }

    private static void unpack(byte[] data, int position, int bits, int[] values, int from, int end) {
        long mask = (1L << bits) - 1;
        int i = from;
        int at = position;
        int shift = 0;
        // eight bytes hold any value that begins in the first of them
        int last = data.length - Long.BYTES;
        for (; i < end && at <= last; i++) {
            values[i] = (int) (((long) PageBytes.LONGS.get(data, at) >>> shift) & mask);
            shift += bits;
            at += shift >>> 3;
            shift &= 7;
        }
        for (; i < end; i++) {
            long value = 0;
            for (int taken = 0; taken < shift + bits; taken += Byte.SIZE) {
                value |= (data[at + (taken >>> 3)] & 0xffL) << taken;
            }
            values[i] = (int) ((value >>> shift) & mask);
            shift += bits;
            at += shift >>> 3;
            shift &= 7;
        }
    }
}
