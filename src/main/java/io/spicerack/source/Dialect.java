package io.spicerack.source;

/**
 * How a database writes names, texts, comments and dates. What a method does not say otherwise is as the SQL standard has
 * it. Stateless and thread-safe.
 */
public interface Dialect {
    /** The character around a name. */
    default char nameQuote() {
        return '"';
    }

    /** A name as an identifier, whatever is in it. */
    default String identifier(String name) {
        String quote = String.valueOf(nameQuote());
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** Whether a comment begins here that ends with its line. */
    default boolean lineComment(String sql, int at) {
        return sql.startsWith("--", at);
    }

    /** Whether comments may stand within comments. */
    default boolean nestedComments() {
        return false;
    }

    /** Whether a backslash takes the next character with it, in the text whose opening quote is here. */
    default boolean backslashes(String sql, int at) {
        return false;
    }

    /** Whether $$ and $tag$ are quotes. */
    default boolean dollarQuotes() {
        return false;
    }

    /** A condition: the date is NULL, or is kept as NULL. */
    default String withoutDate(String date) {
        return date + " IS NULL";
    }

    /** A number of any digits with 38 of them, 12 after the point. */
    default String bounded(String number) {
        return "CAST(" + number + " AS numeric(38, 12))";
    }

    /** A truth value as the whole number 1 or 0. */
    default String whole(String value) {
        return "CAST(CAST(" + value + " AS integer) AS bigint)";
    }

    /** An instant as a literal; the session is in UTC. */
    default String instant(String utc) {
        return "TIMESTAMP '" + utc + "'";
    }

    /** Whether a name may have this character behind its first. */
    static boolean namePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }
}
