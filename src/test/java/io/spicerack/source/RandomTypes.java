package io.spicerack.source;

import java.util.List;
import java.util.Random;

/** Types whose digits, fractions, lengths, character sets and collations are any. Not thread-safe. */
final class RandomTypes {
    private static final List<String> MYSQL_TEXTS = List.of(
            "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
            "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
            "CHARACTER SET utf8mb3",
            "CHARACTER SET utf16",
            "CHARACTER SET ucs2",
            "CHARACTER SET latin1 COLLATE latin1_swedish_ci",
            "CHARACTER SET latin1 COLLATE latin1_bin");
    private static final List<String> COLLATIONS = List.of("", " COLLATE \"C\"", " COLLATE \"POSIX\"");
    private static final int MOST_DIGITS = 38;
    private static final int MYSQL_DECIMALS = 30;

    private final Random random;
    private final boolean postgres;

    RandomTypes(Random random, boolean postgres) {
        this.random = random;
        this.postgres = postgres;
    }

    TypeCase any() {
        return TypeCase.of("any", postgres ? ofPostgres() : ofMySql(), "");
    }

    private String ofPostgres() {
        return switch (random.nextInt(9)) {
            case 0 -> "timestamp(" + random.nextInt(7) + ")";
            case 1 -> "timestamptz(" + random.nextInt(7) + ")";
            case 2 -> "time(" + random.nextInt(7) + ")";
            case 3 -> "varchar(" + length() + ")" + COLLATIONS.get(random.nextInt(COLLATIONS.size()));
            case 4 -> "char(" + length() + ")";
            case 5 -> "bit(" + length() + ")";
            case 6 -> "real";
            case 7 -> "double precision";
            default -> decimal("numeric", MOST_DIGITS);
        };
    }

    private String ofMySql() {
        return switch (random.nextInt(11)) {
            case 0 -> "DATETIME(" + random.nextInt(7) + ")";
            case 1 -> "TIMESTAMP(" + random.nextInt(7) + ") NULL";
            case 2 -> "TIME(" + random.nextInt(7) + ")";
            case 3 -> "VARCHAR(" + length() + ") " + MYSQL_TEXTS.get(random.nextInt(MYSQL_TEXTS.size()));
            case 4 -> "CHAR(" + length() + ") " + MYSQL_TEXTS.get(random.nextInt(MYSQL_TEXTS.size()));
            case 5 -> "BIT(" + (1 + random.nextInt(64)) + ")";
            case 6 -> "FLOAT";
            case 7 -> "DOUBLE";
            case 8 -> (random.nextBoolean() ? "VARBINARY(" : "BINARY(") + length() + ")";
            case 9 -> "INT(" + (1 + random.nextInt(10)) + ") ZEROFILL";
            default -> decimal("DECIMAL", MYSQL_DECIMALS);
        };
    }

    private int length() {
        return 1 + random.nextInt(60);
    }

    private String decimal(String name, int mostDecimals) {
        int digits = 1 + random.nextInt(MOST_DIGITS);
        return name + "(" + digits + "," + random.nextInt(Math.min(digits, mostDecimals) + 1) + ")";
    }
}
