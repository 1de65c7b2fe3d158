package io.spicerack.source;

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
            throw QueryRefusals.query("The query holds a NUL character. Remove it.");
        }
        return new QueryText(sql, dialect).check();
    }

    private String check() {
        while (at < sql.length()) {
            step();
        }
        if (empty) {
            throw QueryRefusals.query("The query is empty. Give a SELECT.");
        }
        if (depth != 0) {
            throw QueryRefusals.query("The query has " + depth + " parenthesis open at its end. Close it.");
        }
        return (semicolon < 0 ? sql : sql.substring(0, semicolon) + " " + sql.substring(semicolon + 1)).strip();
    }

    private void step() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (dialect.lineComment(sql, at)) {
            lineComment();
        } else if (sql.startsWith("/*", at)) {
            blockComment();
        } else {
            token(c);
        }
    }

    /** Databases do not agree on whether a carriage return ends it: PostgreSQL's does, MySQL's does not. */
    private void lineComment() {
        int end = sql.indexOf('\n', at);
        int line = end < 0 ? sql.length() : end;
        int carriageReturn = sql.indexOf('\r', at);
        if (carriageReturn >= 0 && carriageReturn < line && !sql.startsWith("\r\n", carriageReturn)) {
            throw QueryRefusals.query(
                    "The query has a comment with a carriage return in it, which ends the comment on some"
                            + " databases. Give the line a line feed as its end, or remove the carriage return.");
        }
        at = end < 0 ? sql.length() : end + 1;
    }

    private void token(char c) {
        if (semicolon >= 0 && c != ';') {
            throw QueryRefusals.query("The query has several statements, divided by ';'. Give one SELECT.");
        }
        switch (c) {
            case ';' -> semicolon();
            case '(' -> depth++;
            case ')' -> {
                if (--depth < 0) {
                    throw QueryRefusals.query("The query closes a parenthesis that it did not open. Remove it.");
                }
            }
            default -> empty = false;
        }
        if (c == '\'' || c == '"' || c == dialect.nameQuote()) {
            quoted(c);
        } else if (c == '$' && dialect.dollarQuotes() && !afterName()) {
            dollarQuoted();
        } else {
            at++;
        }
    }

    private void semicolon() {
        if (semicolon >= 0 || depth > 0 || empty) {
            throw QueryRefusals.query("The query has a ';' that is not at its end. Give one SELECT.");
        }
        semicolon = at;
    }

    private void blockComment() {
        int open = 0;
        do {
            if (sql.startsWith("*/", at)) {
                open--;
                at += 2;
            } else if (sql.startsWith("/*", at) && (open == 0 || dialect.nestedComments())) {
                open++;
                at += 2;
            } else {
                at++;
            }
            if (at > sql.length() || (at == sql.length() && open > 0)) {
                throw QueryRefusals.query("The query has a comment that does not end. Close it with */.");
            }
        } while (open > 0);
    }

    private void quoted(char quote) {
        boolean backslash = dialect.backslashes(sql, at);
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (backslash && c == '\\') {
                at++;
            } else if (c == quote) {
                at++;
                return;
            }
        }
        throw QueryRefusals.query("The query has a quoted text that does not end. Close it with " + quote + ".");
    }

    private void dollarQuoted() {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '$' && Dialect.namePart(sql.charAt(end))) {
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
            throw QueryRefusals.query(
                    "The query has a quoted text that does not end. Close it with " + delimiter + ".");
        }
        at = close + delimiter.length();
    }

    private boolean afterName() {
        return at > 0 && Dialect.namePart(sql.charAt(at - 1));
    }
}
