package io.spicerack.cli.sql;

import io.spicerack.cli.HumanText;
import io.spicerack.cli.ServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A connection to the SQL port, as any client of PostgreSQL has one. One thread. */
final class SqlClient implements AutoCloseable {
    private static final int ROWS_AT_A_TIME = 5_000;
    private static final Duration TELLS = Duration.ofSeconds(1);

    private final Connection connection;

    private SqlClient(Connection connection) {
        this.connection = connection;
    }

    static SqlClient connect(SqlAddress address) {
        try {
            Connection connection = DriverManager.getConnection(address.url(), address.properties());
            // rows come as they are read, not all at once
            connection.setAutoCommit(false);
            return new SqlClient(connection);
        } catch (SQLException e) {
            throw new ServiceException("the SQL port at " + address + ": " + words(e)
                    + ". It runs where spicerack.sql.port is set (docs/sql.md)");
        }
    }

    /** @param progress where it is told how many rows have come; null for nowhere */
    void ask(String sql, AnswerTaker taker, @Nullable PrintWriter progress) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    hand(rows, taker, progress);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            end(e);
            throw e;
        }
    }

    /** So that the next statement may run. */
    private void end(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void hand(ResultSet rows, AnswerTaker taker, @Nullable PrintWriter progress)
            throws SQLException, IOException {
        taker.begin(rows.getMetaData());
        long count = 0;
        long told = System.nanoTime();
        while (rows.next()) {
            taker.row(rows);
            count++;
            if (progress != null && System.nanoTime() - told > TELLS.toNanos()) {
                told = System.nanoTime();
                progress.println(HumanText.count(count) + " rows");
                progress.flush();
            }
        }
        taker.end();
    }

    /** What is wrong, and where in the query. */
    static ServiceException refusal(String sql, SQLException problem) {
        ServerErrorMessage said = problem instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        int position = said == null ? 0 : said.getPosition();
        return new ServiceException(words(problem) + (position > 0 ? "\n" + place(sql, position) : ""));
    }

    private static String words(SQLException problem) {
        ServerErrorMessage said = problem instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        return said == null
                ? String.valueOf(problem.getMessage())
                : said.getMessage() + " (SQLSTATE " + said.getSQLState() + ")";
    }

    /** The line of the query, and a mark below the letter. */
    static String place(String sql, int position) {
        int at = Math.min(position - 1, sql.length());
        int from = sql.lastIndexOf('\n', at - 1) + 1;
        int to = sql.indexOf('\n', at);
        return sql.substring(from, to < 0 ? sql.length() : to) + "\n" + " ".repeat(at - from) + "^";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // the port has ended it already
            throw new ServiceException("the connection to the SQL port did not end cleanly: " + words(e));
        }
    }
}
