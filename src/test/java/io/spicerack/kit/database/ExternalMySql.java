package io.spicerack.kit.database;

import io.spicerack.model.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A MySQL server that somebody else has started. Databases of former runs are dropped before they are made anew. Thread-safe.
 */
final class ExternalMySql implements DatabaseServer {
    private final URI place;
    private final String user;
    private final String password;

    private ExternalMySql(URI place, String user, String password) {
        this.place = place;
        this.user = user;
        this.password = password;
    }

    /** @param place {@code mysql://administrator:password@host:port} */
    static ExternalMySql prepared(URI place) {
        String[] user = place.getUserInfo().split(":", 2);
        return prepared(place, user[0], user[1]);
    }

    /** @param place {@code mysql://host:port} */
    static ExternalMySql prepared(URI place, String user, String password) {
        ExternalMySql server = new ExternalMySql(place, user, password);
        server.execute(
                // a join of numbers is to stream and not to gather all of them first
                "SET GLOBAL optimizer_switch = 'block_nested_loop=off'",
                // for functions of the tests, beside the binary log that an installer turns on
                "SET GLOBAL log_bin_trust_function_creators = 1",
                "CREATE USER IF NOT EXISTS " + TestDatabases.USER + "@'%' IDENTIFIED BY '" + TestDatabases.PASSWORD
                        + "'");
        return server;
    }

    private void execute(String... statements) {
        try (Connection connection = administer("mysql");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new DatabaseServerException("MySQL at " + place.getHost() + ":" + place.getPort(), e);
        }
    }

    @Override
    public int port() {
        return place.getPort();
    }

    @Override
    public long processId() {
        throw new UnsupportedOperationException("this MySQL is not ours to watch");
    }

    @Override
    public String database() {
        return "mysql";
    }

    @Override
    public String user() {
        return TestDatabases.USER;
    }

    @Override
    public String jdbcUrl(String database) {
        return jdbcUrl(place, database);
    }

    /** With TLS, so that the server knows a user from then on without asking for the password under its key. */
    static String jdbcUrl(URI place, String database) {
        return "jdbc:mariadb://" + HOST + ":" + place.getPort() + "/" + database + "?sslMode=trust";
    }

    @Override
    public Connection administer(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    @Override
    public void createDatabase(String name) {
        execute("DROP DATABASE IF EXISTS " + name);
        ensureDatabase(name);
    }

    /** As {@link #createDatabase}, and one that is there stays. */
    void ensureDatabase(String name) {
        execute(
                "CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4",
                "GRANT ALL ON " + name + ".* TO " + TestDatabases.USER + "@'%'");
        logIn(TestDatabases.USER, TestDatabases.PASSWORD, name);
    }

    private void logIn(String user, String password, String database) {
        try {
            DriverManager.getConnection(jdbcUrl(database), user, password).close();
        } catch (SQLException e) {
            throw new DatabaseServerException("user " + user + " cannot connect to " + place, e);
        }
    }

    @Override
    public void changePassword(String user, Secret password) {
        password.reveal(text -> {
            execute("ALTER USER " + user + "@'%' IDENTIFIED BY '" + text + "'");
            logIn(user, text, "");
            return text;
        });
    }

    /** It is somebody else's. */
    @Override
    public void close() {}
}
