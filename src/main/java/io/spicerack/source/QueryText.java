package io.spicerack.source;

import java.util.Locale;

/**
 * Checks that a text is one query that can stand between parentheses, and takes off the semicolon at its end. It knows
 * quotes and comments only: what the query means is for the server to say. Not thread-safe.
 */
public final class QueryText {
    private final String sql;
    private final Dialect dialect;
    private int at;
    private int depth;
    private int semicolon = -1;
    private boolean empty = true;

    private QueryText(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    public static String single(String sql, Dialect dialect) {
        if (sql.indexOf('\0') >= 0) {
            throw Refusals.query("The query holds a NUL character. Remove it.");
        }
        return new QueryText(sql, dialect).check();
    }

    private String check() {
        while (at < sql.length()) {
            step();
        }
        if (empty) {
            throw Refusals.query("The query is empty. Give a SELECT.");
        }
        if (depth != 0) {
            throw Refusals.query("The query has " + depth + " parenthesis open at its end. Close it.");
        }
        return (semicolon < 0 ? sql : sql.substring(0, semicolon) + " " + sql.substring(semicolon + 1)).strip();
    }

    private void step() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (lineComment()) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            blockComment();
        } else {
            token(c);
        }
    }

    private void token(char c) {
        if (semicolon >= 0 && c != ';') {
            throw Refusals.query("The query has several statements, divided by ';'. Give one SELECT.");
        }
        switch (c) {
            case ';' -> semicolon();
            case '(' -> depth++;
            case ')' -> {
                if (--depth < 0) {
                    throw Refusals.query("The query closes a parenthesis that it did not open. Remove it.");
                }
            }
            default -> empty = false;
        }
        if (c == '\'' || c == '"' || (c == '`' && dialect == Dialect.MYSQL)) {
            quoted(c);
        } else if (c == '$' && dialect == Dialect.POSTGRES && !afterName()) {
            dollarQuoted();
        } else {
            at++;
        }
    }

    private void semicolon() {
        if (semicolon >= 0 || depth > 0 || empty) {
            throw Refusals.query("The query has a ';' that is not at its end. Give one SELECT.");
        }
        semicolon = at;
    }

    private boolean lineComment() {
        if (dialect == Dialect.POSTGRES) {
            return sql.startsWith("--", at);
        }
        boolean dashes =
                sql.startsWith("--", at) && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
        return dashes || sql.charAt(at) == '#';
    }

    /** PostgreSQL's comments nest, MySQL's do not. */
    private void blockComment() {
        int open = 0;
        do {
            if (sql.startsWith("*/", at)) {
                open--;
                at += 2;
            } else if (sql.startsWith("/*", at) && (open == 0 || dialect == Dialect.POSTGRES)) {
                open++;
                at += 2;
            } else {
                at++;
            }
            if (at > sql.length() || (at == sql.length() && open > 0)) {
                throw Refusals.query("The query has a comment that does not end. Close it with */.");
            }
        } while (open > 0);
    }

    private void quoted(char quote) {
        boolean backslash =
                switch (dialect) {
                    case POSTGRES -> quote == '\'' && escapeString();
                    case MYSQL -> quote != '`';
                };
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (backslash && c == '\\') {
                at++;
            } else if (c == quote) {
                at++;
                return;
            }
        }
        throw Refusals.query("The query has a quoted text that does not end. Close it with " + quote + ".");
    }

    /** Whether this quote begins PostgreSQL's E'...'. */
    private boolean escapeString() {
        return at > 0
                && String.valueOf(sql.charAt(at - 1)).toLowerCase(Locale.ROOT).equals("e")
                && (at == 1 || !namePart(sql.charAt(at - 2)));
    }

    private void dollarQuoted() {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '$' && namePart(sql.charAt(end))) {
            end++;
        }
        boolean tag = end < sql.length() && sql.charAt(end) == '$' && !Character.isDigit(sql.charAt(at + 1));
        if (!tag) {
            at++;
            return;
        }
        String delimiter = sql.substring(at, end + 1);
        int close = sql.indexOf(delimiter, end + 1);
        if (close < 0) {
            throw Refusals.query("The query has a quoted text that does not end. Close it with " + delimiter + ".");
        }
        at = close + delimiter.length();
    }

    private boolean afterName() {
        return at > 0 && namePart(sql.charAt(at - 1));
    }

    private static boolean namePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }
}
