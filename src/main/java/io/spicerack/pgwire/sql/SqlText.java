package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script, as text and as tokens.
 *
 * @param sql without what stands before and after it
 * @param offset where it begins in the script
 * @param tokens those up to a bound: longer than any that the door answers itself
 */
public record SqlText(String sql, int offset, List<SqlToken> tokens) {
    /** What the door answers itself is short; of a query, the first token tells what it is. */
    private static final int MOST_TOKENS = 64;

    private static final int MOST_STATEMENTS = 1000;

    public SqlText {
        tokens = List.copyOf(tokens);
    }

    /** The statements of a script; empty ones are left out. */
    public static List<SqlText> split(String script) throws QueryRefusal {
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

    /** The token at a place; one that is nothing beyond the last. */
    SqlToken token(int place) {
        return place < tokens.size() ? tokens.get(place) : new SqlToken(Kind.END, "", offset + sql.length(), 0);
    }
}
