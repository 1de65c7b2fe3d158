package io.spicerack.extract;

/** How a database quotes. */
enum Dialect {
    POSTGRES('"'),
    MYSQL('`');

    private final char quote;

    Dialect(char quote) {
        this.quote = quote;
    }

    /** A name as an identifier, whatever is in it. */
    String identifier(String name) {
        String one = String.valueOf(quote);
        return quote + name.replace(one, one + one) + quote;
    }
}
