package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** A MariaDB primary with a binary log and a replica that applies it. Used by one thread. */
public final class ReplicatingMariaDb implements AutoCloseable {
    private static final String DATABASE = "hospital";

    private final MariaDbServer primary;
    private final MariaDbServer replica;

    public ReplicatingMariaDb(Path directory) throws IOException, InterruptedException, SQLException {
        initialize(directory);
        primary =
                MariaDbServer.start(config(directory.resolve("primary")), List.of("--server-id=1", "--log-bin=binlog"));
        try {
            replica = MariaDbServer.start(config(directory.resolve("replica")), List.of("--server-id=2"));
        } catch (RuntimeException e) {
            primary.close();
            throw e;
        }
        try {
            follow();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Once for both, since it takes longer than all else. */
    private static void initialize(Path directory) throws IOException, InterruptedException {
        Path first = directory.resolve("primary");
        new MariaDbInstallation(MariaDbBinaries.unpackedBelow(DatabaseConfig.userCache()), first).initialize();
        Files.createFile(first.resolve(MariaDbServer.INITIALIZED));
        FileUtils.copyDirectory(first.toFile(), directory.resolve("replica").toFile());
    }

    private static DatabaseConfig config(Path directory) {
        return new DatabaseConfig(
                directory,
                DatabaseConfig.userCache(),
                0,
                DATABASE,
                new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
    }

    /** From here on: both have made their users and the empty database by themselves. */
    private void follow() throws SQLException {
        onPrimary("GRANT REPLICATION SLAVE ON *.* TO " + TestDatabases.USER + "@'%'");
        onReplica("GRANT REPLICA MONITOR ON *.* TO " + TestDatabases.USER + "@'%'");
        try (Connection connection = primary.administer(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            onReplica("CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + primary.port()
                    + ", MASTER_USER = '" + TestDatabases.USER + "', MASTER_PASSWORD = '" + TestDatabases.PASSWORD
                    + "', MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0, MASTER_CONNECT_RETRY = 1"
                    + ", MASTER_LOG_FILE = '" + row.getString(1) + "', MASTER_LOG_POS = " + row.getLong(2));
        }
        onReplica("START SLAVE");
    }

    public MariaDbServer primary() {
        return primary;
    }

    public TestDatabase onThePrimary() {
        return new TestDatabase(primary, DATABASE);
    }

    /** What reads the copy. */
    public TestDatabase onTheReplica() {
        return new TestDatabase(replica, DATABASE);
    }

    public void onPrimary(String... statements) throws SQLException {
        execute(primary, statements);
    }

    public void onReplica(String... statements) throws SQLException {
        execute(replica, statements);
    }

    private static void execute(MariaDbServer server, String... statements) throws SQLException {
        try (Connection connection = server.administer(DATABASE);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
