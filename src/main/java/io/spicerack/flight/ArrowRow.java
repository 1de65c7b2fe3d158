package io.spicerack.flight;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * The one row of a record batch that a client sends, field by field as PostgreSQL's text of it: from that, a parameter is read as
 * at the SQL port. It is read as bytes of the heap, since what it says of itself is not trusted. Not thread-safe.
 */
final class ArrowRow {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final int BYTE_MASK = 0xff;

    private final RecordBatch batch;
    private final ByteBuffer body;
    private int node;
    private int buffer;

    /** @param body read-only or not; it is not changed */
    ArrowRow(RecordBatch batch, ByteBuffer body) throws QueryRefusal {
        this.batch = batch;
        this.body = body;
        if (batch.length() != 1) {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    batch.length() + " rows of parameters came; a statement is run with one at a time");
        }
        if (batch.compression() != null) {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED, "parameters came compressed, which is not taken; send them plain");
        }
    }

    /**
     * The next field; null for NULL.
     *
     * @param name of the parameter, for the words of a refusal, which hold no value
     */
    @Nullable
    String next(ArrowType type, String name) throws QueryRefusal {
        try {
            FieldNode field = batch.nodes(node++);
            if (field == null || field.length() != 1) {
                throw malformed(name);
            }
            if (type.getTypeID() == ArrowType.ArrowTypeID.Null) {
                return null;
            }
            ByteBuffer validity = take();
            boolean isNull = field.nullCount() != 0 && validity.hasRemaining() && (validity.get(0) & 1) == 0;
            return value(type, isNull, name);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw malformed(name);
        }
    }

    private static QueryRefusal malformed(String name) {
        return new QueryRefusal(
                SqlState.INVALID_BINARY_REPRESENTATION,
                "parameter " + name + " is not a value of the type that it says");
    }

    private ByteBuffer take() {
        Buffer next = batch.buffers(buffer++);
        if (next == null) {
            throw new IndexOutOfBoundsException();
        }
        return body.slice(Math.toIntExact(next.offset()), Math.toIntExact(next.length()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A NULL has its buffers too. */
    private @Nullable String value(ArrowType type, boolean isNull, String name) throws QueryRefusal {
        if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
            ByteBuffer ends = take();
            ByteBuffer all = take();
            return isNull ? null : text(type instanceof ArrowType.Utf8, all, ends.getInt(0), ends.getInt(4), name);
        }
        if (type instanceof ArrowType.LargeUtf8 || type instanceof ArrowType.LargeBinary) {
            ByteBuffer ends = take();
            ByteBuffer all = take();
            return isNull
                    ? null
                    : text(
                            type instanceof ArrowType.LargeUtf8,
                            all,
                            Math.toIntExact(ends.getLong(0)),
                            Math.toIntExact(ends.getLong(8)),
                            name);
        }
        ByteBuffer value = take();
        return isNull ? null : fixed(type, value, name);
    }

    private static String text(boolean utf8, ByteBuffer all, int start, int end, String name) throws QueryRefusal {
        ByteBuffer value = all.slice(start, end - start);
        if (!utf8) {
            return hex(value);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
        } catch (CharacterCodingException e) {
            throw new QueryRefusal(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "parameter " + name + " is no UTF-8 text");
        }
    }

    private static String hex(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private static String fixed(ArrowType type, ByteBuffer value, String name) throws QueryRefusal {
        if (type instanceof ArrowType.Bool) {
            return (value.get(0) & 1) == 0 ? "false" : "true";
        } else if (type instanceof ArrowType.Int number) {
            return integer(number, value);
        } else if (type instanceof ArrowType.FloatingPoint number) {
            return switch (number.getPrecision()) {
                case SINGLE -> Float.toString(value.getFloat(0));
                case DOUBLE -> Double.toString(value.getDouble(0));
                case HALF -> throw malformed(name);
            };
        } else if (type instanceof ArrowType.Decimal number) {
            return decimal(number, value);
        } else if (type instanceof ArrowType.FixedSizeBinary bytes) {
            return hex(value.slice(0, bytes.getByteWidth()));
        } else if (type instanceof ArrowType.Date date) {
            return LocalDate.ofEpochDay(
                            date.getUnit() == DateUnit.DAY
                                    ? value.getInt(0)
                                    : Math.floorDiv(value.getLong(0), MILLIS_PER_DAY))
                    .toString();
        } else if (type instanceof ArrowType.Time time) {
            long units = time.getBitWidth() == Integer.SIZE ? value.getInt(0) : value.getLong(0);
            return LocalTime.MIDNIGHT
                    .plus(micros(time.getUnit(), units), ChronoUnit.MICROS)
                    .toString();
        } else if (type instanceof ArrowType.Timestamp stamp) {
            LocalDateTime at = EPOCH.plus(micros(stamp.getUnit(), value.getLong(0)), ChronoUnit.MICROS);
            String zone = stamp.getTimezone();
            return at + (zone == null || zone.isEmpty() ? "" : "+00");
        }
        throw new QueryRefusal(
                SqlState.DATATYPE_MISMATCH,
                "parameter " + name + " came as " + type.getTypeID() + ", which is not taken; bind it as text");
    }

    private static String integer(ArrowType.Int type, ByteBuffer value) {
        boolean signed = type.getIsSigned();
        return switch (type.getBitWidth()) {
            case 8 -> Integer.toString(signed ? value.get(0) : value.get(0) & BYTE_MASK);
            case 16 -> Integer.toString(signed ? value.getShort(0) : value.getChar(0));
            case 32 -> signed ? Integer.toString(value.getInt(0)) : Integer.toUnsignedString(value.getInt(0));
            default -> signed ? Long.toString(value.getLong(0)) : Long.toUnsignedString(value.getLong(0));
        };
    }

    /** Little-endian. */
    private static String decimal(ArrowType.Decimal type, ByteBuffer value) {
        byte[] bytes = new byte[type.getBitWidth() / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = value.get(i);
        }
        // no more digits than its bytes may have
        int scale = Math.max(-bytes.length * 3, Math.min(bytes.length * 3, type.getScale()));
        return new BigDecimal(new BigInteger(bytes), scale).toPlainString();
    }

    /** Of what is finer, whole microseconds. */
    private static long micros(TimeUnit unit, long units) {
        return switch (unit) {
            case SECOND -> Math.multiplyExact(units, 1_000_000);
            case MILLISECOND -> Math.multiplyExact(units, 1000);
            case MICROSECOND -> units;
            case NANOSECOND -> Math.floorDiv(units, 1000);
        };
    }
}
