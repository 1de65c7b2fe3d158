package io.spicerack.pgwire;

import io.spicerack.pgwire.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement of a script, as text and as tokens.
 *
 * @param sql without what stands before and after it
 * @param offset where it begins in the script
 * @param tokens those up to a bound: longer than any that the door answers itself
 */
record SqlText(String sql, int offset, List<SqlToken> tokens) {
    /** What the door answers itself is short; of a query, the first token tells what it is. */
    private static final int MOST_TOKENS = 64;

    private static final int MOST_STATEMENTS = 1000;

    SqlText {
        tokens = List.copyOf(tokens);
    }

    /** The statements of a script; empty ones are left out. */
    static List<SqlText> split(String script) throws QueryRefusal {
        List<SqlText> statements = new ArrayList<>();
        List<SqlToken> tokens = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(script, 0);
        int end = 0;
        int start = -1;
        while (true) {
            SqlToken token = lexer.next();
            if (token.kind() == Kind.END) {
                if (start >= 0) {
                    statements.add(new SqlText(script.substring(start, end), start, tokens));
                }
                if (token.end() == script.length() && token.start() == script.length()) {
                    return statements;
                }
                if (statements.size() > MOST_STATEMENTS) {
                    throw new QueryRefusal(
                            SqlState.PROGRAM_LIMIT_EXCEEDED, "a script has more than " + MOST_STATEMENTS + " statements");
                }
                lexer = new SqlLexer(script, token.end());
                tokens.clear();
                start = -1;
            } else {
                start = start < 0 ? token.start() : start;
                end = token.end();
                if (tokens.size() < MOST_TOKENS) {
                    tokens.add(token);
                }
            }
        }
    }

    /**
     * The statement for the engine, which does not know the schema of an operator: {@code OPERATOR(pg_catalog.~)}, as psql says
     * it, is {@code ~}.
     */
    static String withPlainOperators(String sql) throws QueryRefusal {
        if (!sql.toUpperCase(Locale.ROOT).contains("OPERATOR")) {
            return sql;
        }
        StringBuilder plain = new StringBuilder();
        SqlReader in = new SqlReader(sql);
        int copied = 0;
        while (!in.atEnd()) {
            int start = in.current().start();
            if (!in.takes("OPERATOR")) {
                in.take();
            } else if (in.takes("(") && in.takes("pg_catalog") && in.takes(".")) {
                plain.append(sql, copied, start).append(' ');
                while (!in.current().is(")") && !in.atEnd()) {
                    plain.append(in.take().text());
                }
                copied = in.take().end();
                plain.append(' ');
            }
        }
        return plain.append(sql.substring(Math.min(copied, sql.length()))).toString();
    }

    /** The token at a place; one that is nothing beyond the last. */
    SqlToken token(int place) {
        return place < tokens.size() ? tokens.get(place) : new SqlToken(Kind.END, "", offset + sql.length(), 0);
    }

    /** Whether it begins with these words. */
    boolean begins(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!token(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The text from a token on to another one, without that one. */
    String between(SqlToken from, SqlToken to) {
        return sql.substring(from.start() - offset, Math.min(sql.length(), to.start() - offset));
    }
}
