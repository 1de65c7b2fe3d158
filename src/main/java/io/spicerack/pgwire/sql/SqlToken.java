package io.spicerack.pgwire.sql;

import java.util.Locale;

/**
 * One token of a statement. What stands in quotes is told without them.
 *
 * @param start where it begins in the script
 * @param end where what follows begins
 */
record SqlToken(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        /** An identifier in double quotes. */
        QUOTED,
        /** A text in single quotes or dollars. */
        TEXT,
        NUMBER,
        /** One character of anything else. */
        SYMBOL,
        /** A semicolon, or the end of the script. */
        END
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }

    /** The name that it is, as PostgreSQL folds names. */
    String name() {
        return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
