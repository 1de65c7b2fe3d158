package io.spicerack.pgwire.value;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.query.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of parameters in binary, as PostgreSQL's receive functions take them. */
public final class ParameterBinary {
    private static final int MOST_DIGITS = 1000;
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final int INTERVAL_BYTES = 16;

    private ParameterBinary() {}

    /**
     * Reads a value.
     *
     * @param name of the parameter, for the words of a refusal, which hold no value
     */
    public static Object read(QueryType type, byte[] value, String name) throws QueryRefusal {
        Object read = value(type, value, name);
        if (read == null) {
            throw new QueryRefusal(
                    SqlState.INVALID_BINARY_REPRESENTATION,
                    "parameter " + name + " has " + value.length + " bytes that are no binary value of type "
                            + PgType.of(type).name().toLowerCase(Locale.ROOT));
        }
        return read;
    }

    public static String utf8(byte[] value, String name) throws QueryRefusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new QueryRefusal(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "parameter " + name + " is no UTF-8 text");
        }
    }

    private static @Nullable Object value(QueryType type, byte[] value, String name) throws QueryRefusal {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (type instanceof ListOf list) {
            return BinaryList.read(list.element(), value, ParameterBinary::read);
        }
        if (type instanceof Plain plain) {
            return switch (plain.carrier().kind()) {
                case BOOL -> value.length == 1 ? value[0] != 0 : null;
                case INT32 -> value.length == 4 ? in.getInt() : null;
                case INT64 -> value.length == 8 ? in.getLong() : null;
                case DECIMAL, WIDE_DECIMAL -> BinaryNumeric.read(value, MOST_DIGITS);
                case FLOAT32 -> value.length == 4 ? in.getFloat() : null;
                case FLOAT64 -> value.length == 8 ? in.getDouble() : null;
                case TEXT, JSON -> ParameterText.read(type, utf8(value, name), name);
                case BINARY -> value;
                case UUID -> value.length == 16 ? new UUID(in.getLong(), in.getLong()) : null;
                case DATE -> value.length == 4 ? LocalDate.ofEpochDay(BinaryCell.EPOCH_DAYS + in.getInt()) : null;
                case TIME -> value.length == 8 ? time(in.getLong()) : null;
                case TIMESTAMP -> value.length == 8 ? stamp(in.getLong()) : null;
                case TIMESTAMP_UTC -> value.length == 8 ? stamp(in.getLong()).atOffset(ZoneOffset.UTC) : null;
            };
        }
        return switch ((Special) type) {
            case UNKNOWN, NAME, NULL -> ParameterText.read(type, utf8(value, name), name);
            case NUMERIC -> BinaryNumeric.read(value, MOST_DIGITS);
            case SMALLINT -> value.length == 2 ? (int) in.getShort() : null;
            case OID -> value.length == 4 ? in.getInt() & 0xffffffffL : null;
            case INTERVAL -> value.length == INTERVAL_BYTES ? IntervalText.of(in) : null;
        };
    }

    private static @Nullable LocalTime time(long micros) {
        return micros < 0 || micros >= 86_400_000_000L ? null : LocalTime.ofNanoOfDay(micros * 1000);
    }

    private static LocalDateTime stamp(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
