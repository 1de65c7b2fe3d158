package io.spicerack.source.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * PostgreSQL's own extended hash functions, as hashfn.c, hashfunc.c and numeric.c of its source define them: Bob Jenkins'
 * lookup3, the same in versions 11 to 18 on little-endian machines. Stateless.
 */
final class PostgresHash {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 12;

    private PostgresHash() {}

    /** hash_bytes_extended: texts, bytes, UUIDs. */
    static long bytes(byte[] data, int offset, int length, long seed) {
        State state = new State(length, seed);
        int at = offset;
        int rest = length;
        while (rest >= BLOCK) {
            state.a += (int) INTS.get(data, at);
            state.b += (int) INTS.get(data, at + 4);
            state.c += (int) INTS.get(data, at + 8);
            state.mix();
            at += BLOCK;
            rest -= BLOCK;
        }
        state.a += word(data, at, Math.min(4, rest));
        state.b += word(data, at + 4, Math.min(4, rest - 4));
        // the lowest byte of c is reserved for the length
        state.c += word(data, at + 8, rest - 8) << 8;
        return state.end();
    }

    /** Up to four bytes as a number, the first the lowest; 0 where there are none. */
    private static int word(byte[] data, int at, int count) {
        if (count == 4) {
            return (int) INTS.get(data, at);
        }
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (data[at + i] & 0xff) << (8 * i);
        }
        return word;
    }

    /** hashint4extended, hashint2extended, hashoidextended. */
    static long int4(int value, long seed) {
        State state = new State(Integer.BYTES, seed);
        state.a += value;
        return state.end();
    }

    /** hashint8extended, timestamp_hash_extended, time_hash_extended: the halves are folded into one. */
    static long int8(long value, long seed) {
        int high = (int) (value >>> 32);
        return int4((int) value ^ (value >= 0 ? high : ~high), seed);
    }

    /** hashfloat8extended of a number that is neither zero nor NaN; hashfloat4extended widens and is the same. */
    static long float8(double value, long seed) {
        long bits = Double.doubleToRawLongBits(value);
        State state = new State(Long.BYTES, seed);
        state.a += (int) bits;
        state.b += (int) (bits >>> 32);
        return state.end();
    }

    /** hash_numeric_extended: neither the sign nor the scale is a part of it. */
    static long numeric(NumericGroups groups, long seed) {
        if (groups.length() == 0) {
            return seed - 1;
        }
        return bytes(groups.data(), groups.start(), groups.length(), seed) ^ groups.weight();
    }

    /** The three words of lookup3. */
    private static final class State {
        private int a;
        private int b;
        private int c;

        State(int length, long seed) {
            a = 0x9e37_79b9 + length + 3_923_095;
            b = a;
            c = a;
            if (seed != 0) {
                a += (int) (seed >>> 32);
                b += (int) seed;
                mix();
            }
        }

        void mix() {
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }

        long end() {
            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
            return ((long) b << 32) | (c & 0xffff_ffffL);
        }
    }
}
