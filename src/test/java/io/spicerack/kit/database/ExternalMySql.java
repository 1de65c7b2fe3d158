package io.spicerack.kit.database;

import io.spicerack.model.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL server that somebody else has started, for the tests that otherwise run on MariaDB alone: {@code
 * SPICERACK_TEST_MYSQL=mysql://administrator:password@127.0.0.1:3306}. Its databases of former runs are dropped. Thread-safe.
 */
final class ExternalMySql implements DatabaseServer {
    private static final String VARIABLE = "SPICERACK_TEST_MYSQL";

    private final URI place;

    private ExternalMySql(URI place) {
        this.place = place;
    }

    /** Empty where none is named. */
    static Optional<DatabaseServer> named() {
        @Nullable String place = System.getenv(VARIABLE);
        return place == null || place.isBlank() ? Optional.empty() : Optional.of(prepared(URI.create(place)));
    }

    private static DatabaseServer prepared(URI place) {
        ExternalMySql server = new ExternalMySql(place);
        server.execute(
                "CREATE USER IF NOT EXISTS " + TestDatabases.USER + "@'%' IDENTIFIED BY '" + TestDatabases.PASSWORD
                        + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER, LOCK TABLES, CREATE VIEW, SHOW VIEW,"
                        + " CREATE ROUTINE, EXECUTE, REFERENCES, TRIGGER ON `test\\_%`.* TO " + TestDatabases.USER
                        + "@'%'");
        return server;
    }

    private void execute(String... statements) {
        try (Connection connection = administer("mysql");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new DatabaseServerException(VARIABLE + " names " + place.getHost() + ":" + place.getPort(), e);
        }
    }

    @Override
    public int port() {
        return place.getPort();
    }

    @Override
    public long processId() {
        throw new UnsupportedOperationException("the MySQL of " + VARIABLE + " is not ours to watch");
    }

    @Override
    public String database() {
        return "mysql";
    }

    @Override
    public String user() {
        return TestDatabases.USER;
    }

    /** With TLS, so that the server knows the user from then on without asking for the password under its key. */
    @Override
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + HOST + ":" + port() + "/" + database + "?sslMode=trust";
    }

    @Override
    public Connection administer(String database) throws SQLException {
        String[] user = place.getUserInfo().split(":", 2);
        return DriverManager.getConnection(jdbcUrl(database), user[0], user[1]);
    }

    @Override
    public void createDatabase(String name) {
        execute("DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        try {
            DriverManager.getConnection(jdbcUrl(name), TestDatabases.USER, TestDatabases.PASSWORD)
                    .close();
        } catch (SQLException e) {
            throw new DatabaseServerException("the tests' user cannot connect to " + name, e);
        }
    }

    @Override
    public void changePassword(String user, Secret password) {
        String statement = password.reveal(text -> "ALTER USER " + user + "@'%' IDENTIFIED BY '" + text + "'");
        execute(statement);
    }

    /** It is somebody else's. */
    @Override
    public void close() {}
}
