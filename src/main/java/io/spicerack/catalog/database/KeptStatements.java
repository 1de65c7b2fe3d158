package io.spicerack.catalog.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the statements of one connection prepared from one use to the next: SQLite compiles a query for longer than most of them
 * run. A statement in use is not here, so that the same query may be asked within itself. As its connection, for one thread at a
 * time.
 */
final class KeptStatements extends DefaultStatementBuilder {
    /** More than there are queries of the stores that readers ask often; texts with lists of values in them are endless. */
    private static final int MOST = 64;

    private final Map<String, PreparedStatement> idle = new HashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return kept == null ? super.create(connection, sql, context) : kept;
    }

    /** Called when its result was closed. What was bound is not kept. */
    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (idle.size() < MOST && statement instanceof PreparedStatement prepared && !idle.containsKey(sql)) {
            prepared.clearParameters();
            idle.put(sql, prepared);
        } else {
            statement.close();
        }
    }

    /** They go with their connection. */
    @Override
    public void close(Connection connection) {
        idle.clear();
    }
}
