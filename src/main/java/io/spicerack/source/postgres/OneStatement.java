package io.spicerack.source.postgres;

import io.spicerack.source.QueryRefusals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Has the server read a text as one statement: in the extended protocol it takes no more (PostgreSQL manual, Extended Query).
 * Nothing is run, and nobody but the server decides where a statement ends. Stateless.
 */
final class OneStatement {
    private static final int DESCRIBE =
            QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_DESCRIBE_ONLY | QueryExecutor.QUERY_SUPPRESS_BEGIN;

    private OneStatement() {}

    /** Throws where the text is more than one statement. */
    static void check(Connection connection, String sql) throws SQLException {
        describe(connection, sql, false);
    }

    /** Whether it gives rows; what ends a transaction, sets something or writes does not. It may have JDBC's escapes. */
    static boolean givesRows(Connection connection, String sql) throws SQLException {
        return describe(connection, sql, true).described;
    }

    /** Throws where the driver takes a text with parameters for more than one statement; what it takes for one, it sends so. */
    static void checkWithParameters(Connection connection, String sql) throws SQLException {
        read(connection.unwrap(BaseConnection.class), sql, true, true);
    }

    private static Columns describe(Connection connection, String sql, boolean escapes) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        CachedQuery read = read(driver, sql, escapes, false);
        Columns columns = new Columns();
        driver.getQueryExecutor().execute(read.query, null, columns, 0, 0, DESCRIBE);
        return columns;
    }

    private static CachedQuery read(BaseConnection driver, String sql, boolean escapes, boolean parameters)
            throws SQLException {
        CachedQuery read;
        try {
            read = driver.createQuery(sql, escapes, parameters);
        } catch (RuntimeException e) {
            throw new SQLException("the driver cannot read the statement", "42601");
        }
        if (read.query.getSubqueries() != null) {
            // the driver would send each by itself
            throw QueryRefusals.query("The query has several statements. Give one SELECT.");
        }
        return read;
    }

    /** Hears whether there are columns. */
    private static final class Columns extends ResultHandlerBase {
        private boolean described;

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
            described = fields.length > 0;
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // a server's text, and nothing that the columns need
        }
    }
}
