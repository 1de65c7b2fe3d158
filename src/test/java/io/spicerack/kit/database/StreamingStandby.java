package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL primary and a hot standby that streams from it. Used by one thread.
 */
public final class StreamingStandby implements AutoCloseable {
    private final PostgresServer primary;
    private final PostgresServer standby;

    public StreamingStandby(Path directory) throws IOException, SQLException {
        primary = PostgresServer.start(config(directory.resolve("primary")));
        try {
            BaseBackup.of(primary, directory.resolve("primary"), directory.resolve("standby"));
            standby = PostgresServer.start(config(directory.resolve("standby")));
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    private static DatabaseConfig config(Path directory) {
        return new DatabaseConfig(
                directory,
                DatabaseConfig.userCache(),
                0,
                "hospital",
                new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
    }

    public PostgresServer primary() {
        return primary;
    }

    /** What reads the copy. */
    public TestDatabase standby() {
        return new TestDatabase(standby, "hospital");
    }

    public void onPrimary(String sql) throws SQLException {
        execute(primary, sql);
    }

    public void onStandby(String sql) throws SQLException {
        execute(standby, sql);
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.administer("hospital");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
