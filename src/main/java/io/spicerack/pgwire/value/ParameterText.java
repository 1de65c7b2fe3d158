package io.spicerack.pgwire.value;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.query.SqlState;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Values of parameters in text, as PostgreSQL's input functions take what its output functions and drivers write. */
public final class ParameterText {
    private static final int MOST_NUMBER = 1000;

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter STAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[ ]['T']")
            .append(TIME)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
            .append(STAMP)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private ParameterText() {}

    /**
     * Reads a value.
     *
     * @param name of the parameter, for the words of a refusal, which hold no value
     */
    public static Object read(QueryType type, String text, String name) throws QueryRefusal {
        if (text.indexOf(0) >= 0) {
            throw new QueryRefusal(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "parameter " + name + " has a zero byte, which no text has");
        }
        try {
            return parsed(type, text);
        } catch (ArithmeticException e) {
            throw new QueryRefusal(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "parameter " + name + " is out of the range of its type");
        } catch (DateTimeException e) {
            throw new QueryRefusal(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "parameter " + name + " is no " + PgType.of(type).name().toLowerCase(Locale.ROOT)
                            + " such as 2026-02-28, 23:59:59.5 or 2026-02-28 23:59:59.5+00");
        } catch (IllegalArgumentException e) {
            throw new QueryRefusal(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "parameter " + name + " is no text of a value of type "
                            + PgType.of(type).name().toLowerCase(Locale.ROOT));
        }
    }

    private static Object parsed(QueryType type, String text) {
        if (type instanceof ListOf) {
            if (ListText.elements(text) == null) {
                throw new IllegalArgumentException("no array");
            }
            return text;
        }
        if (type instanceof Plain plain) {
            return switch (plain.carrier().kind()) {
                case BOOL -> bool(text.strip().toLowerCase(Locale.ROOT));
                case INT32 -> number(text).intValueExact();
                case INT64 -> number(text).longValueExact();
                case DECIMAL, WIDE_DECIMAL -> number(text);
                case FLOAT32 -> Float.valueOf(floating(text));
                case FLOAT64 -> Double.valueOf(floating(text));
                case TEXT, JSON -> text;
                case BINARY -> bytes(text);
                case UUID -> uuid(text.strip());
                case DATE -> LocalDate.parse(text.strip());
                case TIME -> LocalTime.parse(text.strip(), TIME);
                case TIMESTAMP -> LocalDateTime.parse(text.strip(), STAMP);
                case TIMESTAMP_UTC ->
                    OffsetDateTime.parse(text.strip(), INSTANT).withOffsetSameInstant(ZoneOffset.UTC);
            };
        }
        return switch ((Special) type) {
            case UNKNOWN, NAME, INTERVAL, NULL -> text;
            case NUMERIC -> number(text);
            case SMALLINT -> (int) number(text).shortValueExact();
            case OID -> number(text).longValueExact();
        };
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "t", "true", "y", "yes", "on", "1" -> true;
            case "f", "false", "n", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
    }

    private static BigDecimal number(String text) {
        if (text.length() > MOST_NUMBER) {
            throw new ArithmeticException("too long");
        }
        BigDecimal number = new BigDecimal(text.strip());
        if (Math.abs((long) number.scale()) > MOST_NUMBER) {
            throw new ArithmeticException("too large");
        }
        return number;
    }

    /** Java would take hexadecimal digits, and a letter at the end, too. */
    private static String floating(String text) {
        String number = text.strip().toLowerCase(Locale.ROOT);
        return switch (number) {
            case "nan" -> "NaN";
            case "inf", "+inf", "infinity", "+infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            default -> {
                if (!number.matches("[-+0-9.e]{1,400}")) {
                    throw new IllegalArgumentException("no number");
                }
                yield number;
            }
        };
    }

    private static byte[] bytes(String text) {
        if (!text.startsWith("\\x")) {
            throw new IllegalArgumentException("bytes are written \\x and hexadecimal digits");
        }
        return HexFormat.of().parseHex(text, 2, text.length());
    }

    private static UUID uuid(String text) {
        String hex = text.replace("-", "").replace("{", "").replace("}", "");
        if (hex.length() != 32) {
            throw new IllegalArgumentException("no UUID");
        }
        return new UUID(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }
}
