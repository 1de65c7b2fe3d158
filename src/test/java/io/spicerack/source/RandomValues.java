package io.spicerack.source;

import io.spicerack.source.TypeCase.Edge;
import io.spicerack.table.CellText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any value of the types that have too many for a list of edges, as SQL and, where the type is simple, as canonical text. Not
 * thread-safe.
 */
final class RandomValues {
    private static final Pattern DECIMAL = Pattern.compile("(?:numeric|decimal)\\((\\d+),(\\d+)\\)");
    private static final Pattern SIZED = Pattern.compile("(\\w+)\\((\\d+)\\)(.*)");
    private static final String LETTERS = "abcXYZ 0189'\"\\%_;-éßЖ王\uD83C\uDF36\n\t";
    private static final String LATIN = "abcXYZ 0189'\"\\%_;-éß\n\t";
    private static final long MICROS = 1_000_000;

    private final Random random;
    private final boolean postgres;

    RandomValues(Random random, boolean postgres) {
        this.random = random;
        this.postgres = postgres;
    }

    /** Null for a type whose edges are all there is. */
    @Nullable
    Edge of(TypeCase type) {
        String name = type.type().toLowerCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        Matcher sized = SIZED.matcher(name);
        if (sized.matches()) {
            return sized(sized.group(1), Integer.parseInt(sized.group(2)), sized.group(3));
        }
        return switch (name) {
            case "smallint" -> plain(String.valueOf((short) random.nextInt()));
            case "integer", "int" -> plain(String.valueOf(random.nextInt()));
            case "bigint" -> plain(String.valueOf(random.nextLong() >> random.nextInt(64)));
            case "bigint unsigned" -> plain(new BigInteger(64, random).toString());
            case "double precision", "double" -> doubled();
            case "real", "float" -> floating();
            case "text", "longtext" -> text(LETTERS, random.nextInt(4) == 0 ? 4_000 : random.nextInt(20));
            case "bytea", "longblob" -> bytes(random.nextInt(4) == 0 ? 4096 : random.nextInt(20));
            case "date" -> date();
            default -> null;
        };
    }

    private @Nullable Edge sized(String name, int size, String more) {
        return switch (name) {
            case "datetime" -> printed(day() + " " + time(24, size));
            case "timestamp" -> printed((postgres ? day() : instant()) + " " + time(24, size));
            case "timestamptz" -> printed(day() + " " + time(24, size) + zone());
            case "time" ->
                postgres ? printed(time(24, size)) : printed((random.nextBoolean() ? "-" : "") + time(838, size));
            case "varchar", "char" ->
                more.contains("latin1") || more.contains("utf8mb3") || more.contains("ucs2")
                        ? unknown(text(LATIN, random.nextInt(size + 1)))
                        : unknown(text(LETTERS, random.nextInt(size + 1)));
            case "bit" -> bits(size);
            case "varbinary", "binary" -> unknown(bytes(random.nextInt(size + 1)));
            case "int" -> printed(String.valueOf(random.nextInt(Integer.MAX_VALUE)));
            default -> null;
        };
    }

    private Edge plain(String value) {
        return new Edge(value, value, null);
    }

    /** Of which the server's text alone is known. */
    private Edge printed(String value) {
        return new Edge(postgres ? value : "'" + value + "'", null, null);
    }

    private static Edge unknown(Edge edge) {
        return new Edge(edge.literal(), null, null);
    }

    private @Nullable Edge decimal(int digits, int scale) {
        if (scale > digits || digits > 38) {
            return null;
        }
        BigInteger most = BigInteger.TEN.pow(digits);
        BigInteger unscaled = new BigInteger(128, random).mod(most).shiftRight(random.nextInt(100));
        return plain(new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale).toPlainString());
    }

    private Edge doubled() {
        double value =
                switch (random.nextInt(3)) {
                    case 0 -> (double) (random.nextLong() >> (11 + random.nextInt(52)));
                    case 1 ->
                        BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(40))
                                .doubleValue();
                    default -> normal(Double.longBitsToDouble(random.nextLong()));
                };
        return new Edge(Double.toString(value), CellText.of(value), null);
    }

    /** Neither NaN, an infinity nor a number with fewer bits than 53: MySQL has none of them. */
    private double normal(double value) {
        return Math.abs(value) >= Double.MIN_NORMAL && Math.abs(value) <= Double.MAX_VALUE
                ? value
                : random.nextGaussian();
    }

    private Edge floating() {
        float value = Float.intBitsToFloat(random.nextInt());
        float kept = Math.abs(value) >= Float.MIN_NORMAL && Math.abs(value) <= Float.MAX_VALUE
                ? value
                : (float) random.nextGaussian();
        // as a double, so that no server rounds it twice
        return new Edge(Double.toString(kept), CellText.of(kept), null);
    }

    private Edge text(String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
            text.appendCodePoint(letters.codePointAt(at));
        }
        String value = text.toString();
        return postgres
                ? plain(value)
                : new Edge("'" + value.replace("\\", "\\\\").replace("'", "''") + "'", value, null);
    }

    private Edge bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return new Edge(
                postgres ? "\\x" + hex : "x'" + hex + "'", Base64.getEncoder().encodeToString(bytes), null);
    }

    private Edge bits(int size) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < size; i++) {
            bits.append(random.nextBoolean() ? '1' : '0');
        }
        return postgres ? plain(bits.toString()) : new Edge("b'" + bits + "'", null, null);
    }

    private Edge date() {
        LocalDate date = day();
        return new Edge(postgres ? date.toString() : "'" + date + "'", date.toString(), null);
    }

    /** A day of MySQL's TIMESTAMP. */
    private LocalDate instant() {
        return LocalDate.of(1970, 1, 2).plusDays(random.nextInt(24_800));
    }

    private String time(int hours, int decimals) {
        String seconds = String.format(
                Locale.ROOT, "%02d:%02d:%02d", random.nextInt(hours), random.nextInt(60), random.nextInt(60));
        long micros = random.nextLong(MICROS) / power(6 - decimals);
        return decimals == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%0" + decimals + "d", micros);
    }

    private static long power(int digits) {
        return BigInteger.TEN.pow(digits).longValue();
    }

    private String zone() {
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d",
                random.nextBoolean() ? "+" : "-",
                random.nextInt(15),
                15 * random.nextInt(4));
    }

    private LocalDate day() {
        return LocalDate.of(1000, 1, 1).plusDays(random.nextInt(3_287_000));
    }
}
