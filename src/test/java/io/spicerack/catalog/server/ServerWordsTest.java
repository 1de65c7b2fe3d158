package io.spicerack.catalog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteDataSource;

/** What a pool and a driver fail with of their own accord has no SQLState, and its text is theirs. */
class ServerWordsTest {
    @Test
    void aPoolThatIsExhaustedOrClosedIsToldInOurWords() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("raw-words");
        config.setDataSource(new SQLiteDataSource());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection taken = pool.getConnection()) {
            assertThat(taken.isClosed()).isFalse();
            SQLException exhausted = catchThrowableOfType(SQLException.class, pool::getConnection);
            assertThat(ServerWords.of(new ConnectionException(exhausted)))
                    .isEqualTo(
                            "all of its connections were in use, and none came free in time; ask again, and if it goes on so,"
                                    + " fewer at a time");
            assertThat(ServerWords.brokeOff(exhausted)).isFalse();
        } finally {
            pool.close();
        }
        SQLException closed = catchThrowableOfType(SQLException.class, pool::getConnection);
        assertThat(ServerWords.of(new ConnectionException(closed)))
                .startsWith(
                        "what speaks to its server failed, or was being closed, before the server was asked (SQLException)");
    }

    @Test
    void noTextOfADriverIsQuoted() {
        for (SQLException each : List.of(
                new SQLException("raw-words 'a cell'"),
                new SQLException("raw-words 'a cell'", (String) null),
                new SQLTimeoutException("raw-words 'a cell'"),
                new SQLNonTransientConnectionException("raw-words 'a cell'"),
                new PSQLException("raw-words 'a cell'", PSQLState.UNKNOWN_STATE),
                new PSQLException("raw-words 'a cell'", null, new SocketTimeoutException("raw-words")))) {
            assertThat(ServerWords.of(new ConnectionException(each)))
                    .as(each.getClass().getName())
                    .doesNotContain("raw-words", "a cell")
                    .contains(";")
                    .doesNotContain("SQLState");
        }
    }

    @Test
    void whatWrapsOneWithAStateIsToldByIt() {
        SQLException refused = new SQLException("raw-words", "28P01");
        assertThat(ServerWords.of(new SQLException("raw-words", refused))).startsWith("its server refuses the login");
        assertThat(ServerWords.of(new SQLException("raw-words", "28P01", new SQLException("deeper, with no state"))))
                .startsWith("its server refuses the login");
    }

    /** A driver that lacks something says 0A000 too, and a server that is new enough. */
    @Test
    void whatIsNotSupportedIsNotTakenForAnOldServer() {
        for (SQLException each : List.of(
                new SQLFeatureNotSupportedException("raw-words", "0A000"),
                new PSQLException("cached plan must not change result type", PSQLState.NOT_IMPLEMENTED))) {
            assertThat(ServerWords.of(each))
                    .contains("does not support what was asked (SQLState 0A000)", "PostgreSQL 16 or newer")
                    .doesNotContain("too old", "raw-words");
        }
        assertThat(ServerWords.of(new SQLException("raw-words", "42704")))
                .contains("(SQLState 42704)", "compare its version")
                .doesNotContain("is too old");
    }
}
