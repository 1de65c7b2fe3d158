package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;

/** Reads one statement token by token. Not thread-safe. */
final class SqlReader {
    private final String sql;
    private final SqlLexer lexer;
    private SqlToken current;

    SqlReader(String sql) throws QueryRefusal {
        this.sql = sql;
        this.lexer = new SqlLexer(sql, 0);
        this.current = lexer.next();
    }

    SqlToken current() {
        return current;
    }

    /** Goes on, and gives what was there. */
    SqlToken take() throws QueryRefusal {
        SqlToken taken = current;
        current = lexer.next();
        return taken;
    }

    /** Goes on where these words come; only then. */
    boolean takes(String word) throws QueryRefusal {
        boolean there = current.is(word);
        if (there) {
            take();
        }
        return there;
    }

    void demand(String word) throws QueryRefusal {
        if (!takes(word)) {
            throw unexpected(word + " has to come");
        }
    }

    String name() throws QueryRefusal {
        if (!current.isName()) {
            throw unexpected("a name has to come");
        }
        return take().name();
    }

    String text() throws QueryRefusal {
        if (current.kind() != Kind.TEXT) {
            throw unexpected("a text in quotes has to come");
        }
        return take().text();
    }

    boolean atEnd() {
        return current.kind() == Kind.END;
    }

    void end() throws QueryRefusal {
        if (!atEnd()) {
            throw unexpected("nothing more may come");
        }
    }

    /** What stands in the parentheses that begin here. */
    String parenthesised() throws QueryRefusal {
        demand("(");
        int from = current.start();
        int depth = 1;
        while (true) {
            if (atEnd()) {
                throw unexpected(") has to come");
            }
            depth += current.is("(") ? 1 : current.is(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            take();
        }
        String inside = sql.substring(from, current.start());
        take();
        return inside;
    }

    String rest() {
        return sql.substring(current.start());
    }

    QueryRefusal unexpected(String why) {
        return new QueryRefusal(SqlState.SYNTAX_ERROR, "syntax error: " + why + " here", current.start() + 1);
    }
}
