package io.spicerack.table.parquet;

import java.util.Arrays;

/** Reads what {@link HybridRuns} writes, some values at a time; those that are skipped are not unpacked. Not thread-safe. */
final class RunReader {
    private byte[] data = {};
    private int bits;

    /** Where the next run begins. */
    private int next;

    /** Of the present run: how many are left, their value where all are the same, or else where they stand. */
    private int left;

    private boolean same;
    private int value;
    private int packed;
    private int taken;

    /** Turns to values of {@code bits} bits that begin at {@code position}. */
    void begin(byte[] bytes, int position, int width) {
        data = bytes;
        bits = width;
        next = position;
        left = 0;
    }

    /** Reads the next {@code count} values. */
    void read(int[] values, int count) {
        int done = 0;
        while (done < count) {
            int part = part(count - done);
            if (same) {
                Arrays.fill(values, done, done + part, value);
            } else {
                HybridRuns.unpack(data, packed, taken, bits, values, done, done + part);
            }
            pass(part);
            done += part;
        }
    }

    void skip(int count) {
        int done = 0;
        while (done < count) {
            int part = part(count - done);
            pass(part);
            done += part;
        }
    }

    /** Whether the next {@code count} values are all {@code wanted}, as far as that is seen at once; then they are passed. */
    boolean passed(int count, int wanted) {
        int part = part(count);
        boolean all = same && value == wanted && part == count;
        if (all) {
            pass(part);
        }
        return all;
    }

    /** How many of the next {@code most} are in one run. */
    private int part(int most) {
        while (left == 0) {
            begin();
        }
        return Math.min(most, left);
    }

    private void pass(int count) {
        left -= count;
        taken += count;
    }

    private void begin() {
        int header = 0;
        int shift = 0;
        int part;
        do {
            part = data[next++];
            header |= (part & 0x7f) << shift;
            shift += 7;
        } while (part < 0);
        taken = 0;
        left = header >>> 1;
        same = (header & 1) == 0;
        if (same) {
            value = 0;
            for (int read = 0; read < bits; read += Byte.SIZE) {
                value |= (data[next++] & 0xff) << read;
            }
        } else {
            packed = next;
            next += left * bits;
            left *= HybridRuns.GROUP;
        }
    }
}
