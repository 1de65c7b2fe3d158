package io.spicerack.source.mysql;

import io.spicerack.source.Dialect;

/** How MySQL and MariaDB write. Stateless. */
final class MySqlDialect implements Dialect {
    static final MySqlDialect INSTANCE = new MySqlDialect();

    private MySqlDialect() {}

    @Override
    public char nameQuote() {
        return '`';
    }

    @Override
    public boolean lineComment(String sql, int at) {
        boolean dashes = sql.startsWith("--", at) && (at + 2 == sql.length() || blank(sql.charAt(at + 2)));
        return dashes || sql.charAt(at) == '#';
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isISOControl(c);
    }

    @Override
    public boolean backslashes(String sql, int at) {
        return sql.charAt(at) != nameQuote();
    }

    /** A TINYINT(1) holds more numbers than two; each comes as it is. */
    @Override
    public String whole(String value) {
        return "CAST(" + value + " AS SIGNED)";
    }

    /** The zero date is kept as NULL, and is less than every date there. */
    @Override
    public String withoutDate(String date) {
        return "TO_DAYS(" + date + ") IS NULL";
    }
}
