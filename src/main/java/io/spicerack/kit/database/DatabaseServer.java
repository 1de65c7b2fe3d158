package io.spicerack.kit.database;

import io.spicerack.model.Secret;
import java.sql.Connection;
import java.sql.SQLException;

/** A running server on 127.0.0.1, stopped by {@code close()}, which keeps its data. Thread-safe. */
public interface DatabaseServer extends AutoCloseable {
    /** The only address that the server listens on. */
    String HOST = "127.0.0.1";

    int port();

    /** The process id of the server. */
    long processId();

    /** The database that the server was started with. */
    String database();

    /** The user that owns the databases. */
    String user();

    /** Where JDBC finds {@code database}, without a user. */
    String jdbcUrl(String database);

    /** A connection that may do anything, whatever password the owner has now. The caller closes it. */
    Connection administer(String database) throws SQLException;

    /** Makes an empty database of the owner's, when there is none of this name. */
    void createDatabase(String name);

    /** From now on {@code user} connects with {@code password} only; open connections stay. */
    void changePassword(String user, Secret password);

    default String host() {
        return HOST;
    }

    @Override
    void close();
}
