package io.spicerack.engine.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Short texts of ASCII as DuckDB's vectors have them: in the vector itself. Stateless. */
final class InlineTexts {
    /** A text up to here stands in the vector, behind its length. */
    static final int MOST = 12;

    private static final int WIDTH = 16;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private InlineTexts() {}

    static boolean isAscii(byte[] data, int start, int length) {
        int end = start + length;
        int at = start;
        long any = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            any |= (long) LONGS.get(data, at);
        }
        for (; at < end; at++) {
            any |= data[at];
        }
        return (any & HIGH_BITS) == 0;
    }

    /** Its length, then its bytes, then zeros: as two numbers at a time, where the array goes on far enough. */
    static void put(byte[] data, int start, int length, ByteBuffer to, int at) {
        if (start + WIDTH > data.length || to.order() != ByteOrder.LITTLE_ENDIAN) {
            to.putLong(at, 0);
            to.putLong(at + Long.BYTES, 0);
            to.putInt(at, length);
            to.put(at + Integer.BYTES, data, start, length);
            return;
        }
        long first = (int) INTS.get(data, start) & 0xFFFF_FFFFL;
        long rest = (long) LONGS.get(data, start + Integer.BYTES);
        int beyond = length - Integer.BYTES;
        if (beyond <= 0) {
            first &= (1L << (length * Byte.SIZE)) - 1;
            rest = 0;
        } else if (beyond < Long.BYTES) {
            rest &= (1L << (beyond * Byte.SIZE)) - 1;
        }
        to.putLong(at, first << Integer.SIZE | length);
        to.putLong(at + Long.BYTES, rest);
    }
}
