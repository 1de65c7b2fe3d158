package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One test's own database on a shared server. */
public record TestDatabase(DatabaseServer server, String name) {
    public String url() {
        return server.jdbcUrl(name);
    }

    public Credentials credentials() {
        return new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD));
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), TestDatabases.USER, TestDatabases.PASSWORD);
    }

    /** Runs the statements one after the other, as the owner. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
