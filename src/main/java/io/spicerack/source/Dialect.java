package io.spicerack.source;

import io.spicerack.model.DataSourceType;

/** How a database quotes. */
public enum Dialect {
    POSTGRES('"'),
    MYSQL('`');

    private final char quote;

    Dialect(char quote) {
        this.quote = quote;
    }

    static Dialect of(DataSourceType type) {
        return switch (type) {
            case POSTGRESQL, AURORA_POSTGRESQL -> POSTGRES;
            case MYSQL, MARIADB, AURORA -> MYSQL;
        };
    }

    /** A name as an identifier, whatever is in it. */
    public String identifier(String name) {
        String one = String.valueOf(quote);
        return quote + name.replace(one, one + one) + quote;
    }
}
