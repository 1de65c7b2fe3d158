package io.spicerack.source;

import io.spicerack.source.TypeCase.Edge;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Any value of the types that have too many for a list of edges, as SQL and as canonical text. Not thread-safe. */
final class RandomValues {
    private static final Pattern DECIMAL = Pattern.compile("(?i)(?:numeric|decimal)\\((\\d+),(\\d+)\\)");
    private static final String LETTERS = "abcXYZ 0189'\"\\%_;-éßЖ王\uD83C\uDF36\n\t";

    private final Random random;
    private final boolean postgres;

    RandomValues(Random random, boolean postgres) {
        this.random = random;
        this.postgres = postgres;
    }

    /** Null for a type whose edges are all there is. */
    @Nullable
    Edge of(TypeCase type) {
        Matcher decimal = DECIMAL.matcher(type.type());
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (type.type().toLowerCase(java.util.Locale.ROOT)) {
            case "smallint" -> plain(String.valueOf((short) random.nextInt()));
            case "integer", "int" -> plain(String.valueOf(random.nextInt()));
            case "bigint" -> plain(String.valueOf(random.nextLong() >> random.nextInt(64)));
            case "bigint unsigned" -> plain(new BigInteger(64, random).toString());
            case "double precision", "double" -> floating();
            case "text", "longtext" -> text();
            case "bytea", "longblob" -> bytes();
            case "date" -> date();
            default -> null;
        };
    }

    private Edge plain(String value) {
        return new Edge(value, value, null);
    }

    private @Nullable Edge decimal(int digits, int scale) {
        if (scale > digits || digits > 38) {
            return null;
        }
        BigInteger most = BigInteger.TEN.pow(digits);
        BigInteger unscaled = new BigInteger(128, random).mod(most).shiftRight(random.nextInt(100));
        return plain(new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale).toPlainString());
    }

    /** Whole numbers of 53 bits: how a fraction is written shortest is CellTextTest's matter. */
    private Edge floating() {
        long value = random.nextLong() >> (11 + random.nextInt(52));
        return new Edge(Long.toString(value), Double.toString((double) value), null);
    }

    private Edge text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4) == 0 ? 4_000 : random.nextInt(20);
        for (int i = 0; i < length; i++) {
            int at = LETTERS.offsetByCodePoints(0, random.nextInt(LETTERS.codePointCount(0, LETTERS.length())));
            text.appendCodePoint(LETTERS.codePointAt(at));
        }
        String value = text.toString();
        return postgres
                ? plain(value)
                : new Edge("'" + value.replace("\\", "\\\\").replace("'", "''") + "'", value, null);
    }

    private Edge bytes() {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? 4096 : random.nextInt(20)];
        random.nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return new Edge(
                postgres ? "\\x" + hex : "x'" + hex + "'", Base64.getEncoder().encodeToString(bytes), null);
    }

    private Edge date() {
        LocalDate date = LocalDate.of(1000, 1, 1).plusDays(random.nextInt(3_287_000));
        return new Edge(postgres ? date.toString() : "'" + date + "'", date.toString(), null);
    }
}
