package io.spicerack.catalog.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/** That something was told to all who use the catalog, as the server says it to those who listen. Stateless. */
public final class ServerNotices {
    private ServerNotices() {}

    /** From now on the connection hears of what is told. */
    public static void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN spicerack_told");
        }
    }

    /** Returns when something was told, and after {@code most} in any case. */
    public static void await(Connection connection, Duration most) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications((int) most.toMillis());
    }
}
