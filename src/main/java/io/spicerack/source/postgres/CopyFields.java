package io.spicerack.source.postgres;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.QueryRefusals;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.LongVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * The binary forms of PostgreSQL's types, from the send functions of its source (src/backend/utils/adt). Stateless.
 */
final class CopyFields {
    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH_DAYS = 10_957;

    private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(EPOCH_DAYS);
    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private CopyFields() {}

    static int int32(byte[] data, int offset) {
        return (int) INTS.get(data, offset);
    }

    static int int16(byte[] data, int offset) {
        return (short) ((data[offset] << 8) | (data[offset + 1] & 0xff));
    }

    private static long int64(byte[] data, int offset) {
        return (long) LONGS.get(data, offset);
    }

    /** A field of another length would be read together with its neighbour. */
    static void checkLength(int expected, int length) {
        if (length != expected) {
            throw new IngestionException(
                    IngestionErrorType.CONNECTION_FAILURE,
                    "the source sends a field of " + length + " bytes where its type has " + expected
                            + "; look what stands between Spicerack and its database");
        }
    }

    /** Sixteen bytes. */
    static void uuid(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(16, length);
        bytes(data, offset, length, vector);
    }

    static void bool(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(1, length);
        ((LongVector) vector).append(data[offset] == 0 ? 0 : 1);
    }

    static void int2(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(2, length);
        ((LongVector) vector).append(int16(data, offset));
    }

    static void int4(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(4, length);
        ((LongVector) vector).append(int32(data, offset));
    }

    static void int8(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(8, length);
        ((LongVector) vector).append(int64(data, offset));
    }

    static void oid(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(4, length);
        ((LongVector) vector).append(Integer.toUnsignedLong(int32(data, offset)));
    }

    static void float4(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(4, length);
        ((DoubleVector) vector).append(Float.intBitsToFloat(int32(data, offset)));
    }

    static void float8(byte[] data, int offset, int length, ColumnVector vector) {
        checkLength(8, length);
        ((DoubleVector) vector).append(Double.longBitsToDouble(int64(data, offset)));
    }

    /** Text in UTF-8, which pgjdbc sets as the client's encoding; bytea, uuid and json are sent as they are. */
    static void bytes(byte[] data, int offset, int length, ColumnVector vector) {
        ((BytesVector) vector).append(data, offset, length);
    }

    /** A version byte, which is 1, before the text (jsonb_send). */
    static CopyField jsonb(String column) {
        return (data, offset, length, vector) -> {
            if (length < 1 || data[offset] != 1) {
                throw QueryRefusals.value(column, "jsonb of another version than 1", "Cast it to text in the query.");
            }
            ((BytesVector) vector).append(data, offset + 1, length - 1);
        };
    }

    static CopyField date(String column) {
        return (data, offset, length, vector) -> {
            checkLength(4, length);
            int days = int32(data, offset);
            if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
                throw infinity(column);
            }
            ((LongVector) vector).append(days + EPOCH_DAYS);
        };
    }

    static CopyField time(String column) {
        return (data, offset, length, vector) -> {
            checkLength(8, length);
            long micros = int64(data, offset);
            if (micros >= DAY_MICROS) {
                throw QueryRefusals.value(column, "the time 24:00:00", "Cast it to text in the query.");
            }
            ((LongVector) vector).append(micros);
        };
    }

    static CopyField timestamp(String column) {
        return (data, offset, length, vector) -> {
            checkLength(8, length);
            long micros = int64(data, offset);
            if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
                throw infinity(column);
            }
            if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
                throw QueryRefusals.value(column, "a timestamp after the year 294246", "Cast it to text in the query.");
            }
            ((LongVector) vector).append(micros + EPOCH_MICROS);
        };
    }

    private static RuntimeException infinity(String column) {
        return QueryRefusals.value(
                column, "infinity", "Cast it to text in the query, or leave it out with NULLIF or isfinite.");
    }
}
