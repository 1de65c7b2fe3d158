package io.spicerack.source.postgres;

import io.spicerack.source.Dialect;

/** How PostgreSQL writes. Stateless. */
final class PostgresDialect implements Dialect {
    static final PostgresDialect INSTANCE = new PostgresDialect();

    private PostgresDialect() {}

    @Override
    public boolean nestedComments() {
        return true;
    }

    @Override
    public boolean dollarQuotes() {
        return true;
    }

    /** In E'...' alone: standard_conforming_strings is on. */
    @Override
    public boolean backslashes(String sql, int at) {
        return sql.charAt(at) == '\''
                && at > 0
                && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')
                && (at == 1 || !Dialect.namePart(sql.charAt(at - 2)));
    }

    @Override
    public String instant(String utc) {
        return "TIMESTAMPTZ '" + utc + "+00'";
    }
}
