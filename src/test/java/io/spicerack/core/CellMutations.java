package io.spicerack.core;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What can go wrong with one value, by name; each gives a value of the same class, which of most values is not the same.
 */
final class CellMutations {
    private CellMutations() {}

    static Map<String, UnaryOperator<Object>> of(Object value) {
        Map<String, UnaryOperator<Object>> all = new LinkedHashMap<>();
        if (value instanceof Boolean) {
            all.put("flip", cell -> !(Boolean) cell);
        } else if (value instanceof Integer) {
            all.put("flip the lowest bit", cell -> (Integer) cell ^ 1);
            all.put("flip a high bit", cell -> (Integer) cell ^ (1 << 6));
            all.put("one more", cell -> (Integer) cell + 1);
            all.put("times 256", cell -> ((Integer) cell << 8) + 1);
        } else if (value instanceof Long) {
            all.put("flip the lowest bit", cell -> (Long) cell ^ 1);
            all.put("flip bit 40", cell -> (Long) cell ^ (1L << 40));
            all.put("flip bits 7 and 39", cell -> (Long) cell ^ (1L << 7) ^ (1L << 39));
            all.put("sign", cell -> -(Long) cell);
        } else if (value instanceof BigDecimal) {
            all.put("sign", cell -> ((BigDecimal) cell).negate());
            all.put("last digit", cell -> ((BigDecimal) cell).add(((BigDecimal) cell).ulp()));
            all.put("two digits change places", cell -> ((BigDecimal) cell).add(ninety((BigDecimal) cell)));
        } else if (value instanceof Float) {
            all.put("1 ulp", cell -> Math.nextUp((Float) cell));
            all.put("sign", cell -> -(Float) cell);
            all.put("NaN", cell -> Float.NaN);
        } else if (value instanceof Double) {
            all.put("1 ulp", cell -> Math.nextUp((Double) cell));
            all.put("sign", cell -> -(Double) cell);
            all.put("NaN", cell -> Double.NaN);
        } else if (value instanceof String text) {
            ofText(all, text);
        } else if (value instanceof byte[] bytes) {
            if (bytes.length > 0) {
                all.put("flip a bit", cell -> flipped((byte[]) cell, 1));
                all.put("truncate", cell -> Arrays.copyOf((byte[]) cell, ((byte[]) cell).length - 1));
            }
            all.put("a zero byte more", cell -> Arrays.copyOf((byte[]) cell, ((byte[]) cell).length + 1));
        } else if (value instanceof UUID) {
            all.put("flip a bit", cell -> flipped((UUID) cell));
        } else if (value instanceof LocalDate) {
            all.put("a day later", cell -> ((LocalDate) cell).plusDays(1));
            all.put("a century earlier", cell -> ((LocalDate) cell).minusYears(100));
        } else if (value instanceof LocalTime) {
            all.put("an hour later", cell -> ((LocalTime) cell).plusHours(1));
            all.put("a microsecond later", cell -> ((LocalTime) cell).plusNanos(1000));
        } else if (value instanceof LocalDateTime) {
            all.put("an hour later", cell -> ((LocalDateTime) cell).plusHours(1));
            all.put("a microsecond later", cell -> ((LocalDateTime) cell).plusNanos(1000));
        } else if (value instanceof OffsetDateTime) {
            all.put("an hour later", cell -> ((OffsetDateTime) cell).plusHours(1));
            all.put("a quarter earlier", cell -> ((OffsetDateTime) cell).minus(Duration.ofMinutes(15)));
            all.put("a microsecond later", cell -> ((OffsetDateTime) cell).plusNanos(1000));
        } else {
            throw new IllegalArgumentException("no mutation of a " + value.getClass());
        }
        return all;
    }

    private static void ofText(Map<String, UnaryOperator<Object>> all, String text) {
        all.put("a blank more", cell -> cell + " ");
        all.put("other case", CellMutations::otherCase);
        if (!text.isEmpty()) {
            all.put("truncate", cell -> ((String) cell).substring(0, ((String) cell).length() - 1));
            all.put("flip a bit", cell -> "" + (char) (((String) cell).charAt(0) ^ 1) + ((String) cell).substring(1));
            all.put("empty", cell -> "");
        }
    }

    private static Object otherCase(Object cell) {
        String text = (String) cell;
        String upper = text.toUpperCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
        return !upper.equals(text) ? upper : !lower.equals(text) ? lower : text + "\u0301";
    }

    private static BigDecimal ninety(BigDecimal cell) {
        return cell.ulp().multiply(BigDecimal.valueOf(9));
    }

    private static byte[] flipped(byte[] bytes, int mask) {
        byte[] copy = bytes.clone();
        copy[0] ^= (byte) mask;
        return copy;
    }

    private static UUID flipped(UUID id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (1L << 33));
    }
}
