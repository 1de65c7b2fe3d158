package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;

/**
 * Cuts a script into tokens as PostgreSQL's scanner does: to tell where a statement ends, and to read those that the door
 * answers itself. What a query says is the engine's to understand, which takes one statement only: two that this took for
 * one are refused there. Not thread-safe.
 */
final class SqlLexer {
    private static final String NAMES_TOO = "_$";

    private final String script;
    private int at;

    SqlLexer(String script, int from) {
        this.script = script;
        this.at = from;
    }

    SqlToken next() throws QueryRefusal {
        skip();
        int start = at;
        if (at == script.length() || script.charAt(at) == ';') {
            return new SqlToken(Kind.END, "", start, Math.min(at + 1, script.length()));
        }
        char c = script.charAt(at);
        if (c == '\'') {
            return quoted(Kind.TEXT, '\'', false, start);
        }
        if (c == '"') {
            return quoted(Kind.QUOTED, '"', false, start);
        }
        if ((c == 'e' || c == 'E') && peek(1) == '\'') {
            at++;
            return quoted(Kind.TEXT, '\'', true, start);
        }
        if (c == '$' && !isDigit(peek(1))) {
            return dollars(start);
        }
        if (isNameStart(c)) {
            return run(Kind.WORD, start);
        }
        if (isDigit(c)) {
            return run(Kind.NUMBER, start);
        }
        at++;
        return new SqlToken(Kind.SYMBOL, String.valueOf(c), start, at);
    }

    /** White space and comments, which may stand in each other. */
    private void skip() throws QueryRefusal {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '-' && peek(1) == '-') {
                while (at < script.length() && script.charAt(at) != '\n' && script.charAt(at) != '\r') {
                    at++;
                }
            } else if (c == '/' && peek(1) == '*') {
                comment();
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0b) {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() throws QueryRefusal {
        int start = at;
        int depth = 0;
        do {
            if (at + 1 >= script.length()) {
                throw unended("comment", start);
            }
            if (script.charAt(at) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (script.charAt(at) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private SqlToken quoted(Kind kind, char quote, boolean escapes, int start) throws QueryRefusal {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < script.length()) {
            char c = script.charAt(at++);
            if (c == quote && peek(0) != quote) {
                return new SqlToken(kind, text.toString(), start, at);
            }
            boolean doubled = c == quote || (escapes && c == '\\');
            if (doubled && at == script.length()) {
                break;
            }
            text.append(doubled ? script.charAt(at++) : c);
        }
        throw unended(kind == Kind.TEXT ? "text in quotes" : "name in quotes", start);
    }

    private SqlToken dollars(int start) throws QueryRefusal {
        int tag = at + 1;
        while (tag < script.length() && isName(script.charAt(tag)) && script.charAt(tag) != '$') {
            tag++;
        }
        if (tag >= script.length() || script.charAt(tag) != '$') {
            at++;
            return new SqlToken(Kind.SYMBOL, "$", start, at);
        }
        String delimiter = script.substring(at, tag + 1);
        int end = script.indexOf(delimiter, tag + 1);
        if (end < 0) {
            throw unended("text in dollars", start);
        }
        at = end + delimiter.length();
        return new SqlToken(Kind.TEXT, script.substring(tag + 1, end), start, at);
    }

    private SqlToken run(Kind kind, int start) {
        while (at < script.length()
                && (isName(script.charAt(at)) || (kind == Kind.NUMBER && script.charAt(at) == '.'))) {
            at++;
        }
        return new SqlToken(kind, script.substring(start, at), start, at);
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isName(char c) {
        return isNameStart(c) || isDigit(c) || NAMES_TOO.indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The character so far ahead; 0 beyond the end. */
    private char peek(int ahead) {
        return at + ahead < script.length() ? script.charAt(at + ahead) : 0;
    }

    private QueryRefusal unended(String what, int start) {
        return new QueryRefusal(SqlState.SYNTAX_ERROR, "a " + what + " has no end", start + 1);
    }
}
