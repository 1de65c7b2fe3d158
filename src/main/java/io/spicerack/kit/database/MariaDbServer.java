package io.spicerack.kit.database;

import io.spicerack.model.DirectoryInUseException;
import io.spicerack.model.DirectoryLock;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB server of its own, utf8mb4, with password checks on each connection; as root too. Thread-safe. */
public final class MariaDbServer implements DatabaseServer {
    /** The file that says that the system tables are whole. */
    static final String INITIALIZED = "initialized";

    private static final String NAME = "MariaDB";
    private static final String ADMINISTRATOR = "spicerack_administrator";
    private static final String STOP_SIGNAL = "TERM";
    private static final long START_SECONDS = 60;

    private final DatabaseConfig config;
    private final int port;
    private final Secret administrator;
    private final ServerProcess process;
    private final DirectoryLock lock;
    private boolean closed;

    private MariaDbServer(
            DatabaseConfig config, int port, Secret administrator, ServerProcess process, DirectoryLock lock) {
        this.config = config;
        this.port = port;
        this.administrator = administrator;
        this.process = process;
        this.lock = lock;
    }

    public static MariaDbServer start(DatabaseConfig config) {
        return start(config, List.of());
    }

    /** The same with further options of {@code mariadbd}. */
    static MariaDbServer start(DatabaseConfig config, List<String> options) {
        try {
            DirectoryLock lock = DirectoryLock.take(config.directory().resolve("lock"));
            try {
                return start(config, options, lock);
            } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (DirectoryInUseException e) {
            throw DatabaseServerException.inUse(config, e);
        } catch (IOException | SQLException e) {
            throw cannotStart(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotStart(config, e);
        }
    }

    private static MariaDbServer start(DatabaseConfig config, List<String> options, DirectoryLock lock)
            throws IOException, SQLException, InterruptedException {
        Path base = MariaDbBinaries.unpackedBelow(config.binaries());
        MariaDbInstallation installation = new MariaDbInstallation(base, config.directory());
        ServerProcess.stopStale(installation.pidFile(), "mariadbd", STOP_SIGNAL);
        int port = Ports.free(NAME, config.port());
        initializeOnce(config.directory(), installation);
        return launch(config, installation, port, options, lock);
    }

    private static void initializeOnce(Path directory, MariaDbInstallation installation)
            throws IOException, InterruptedException {
        Path initialized = directory.resolve(INITIALIZED);
        if (!Files.exists(initialized)) {
            installation.initialize();
            Files.createFile(initialized);
        }
    }

    private static MariaDbServer launch(
            DatabaseConfig config, MariaDbInstallation installation, int port, List<String> options, DirectoryLock lock)
            throws IOException, SQLException, InterruptedException {
        Secret administrator = AdministratorPassword.random();
        Path statements = config.directory().resolve("start.sql");
        AdministratorPassword.writePrivate(statements, administrator.reveal(MariaDbServer::startStatements));
        Process process = installation.start(port, statements, options);
        MariaDbServer server = new MariaDbServer(
                config, port, administrator, ServerProcess.watch(process.toHandle(), STOP_SIGNAL), lock);
        try {
            server.awaitReady(process);
            server.createOwner();
            server.createDatabase(config.database());
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw e;
        } finally {
            Files.deleteIfExists(statements);
        }
        return server;
    }

    /** One statement a line, as {@code --init-file} wants. The installation's own root accounts have no password. */
    private static String startStatements(String password) {
        String account = ADMINISTRATOR + "@'" + HOST + "'";
        return "CREATE OR REPLACE USER " + account + " IDENTIFIED BY '" + password + "';\n"
                + "GRANT ALL ON *.* TO " + account + " WITH GRANT OPTION;\n"
                + "DROP USER IF EXISTS root@localhost, root@'127.0.0.1', root@'::1';\n";
    }

    private void awaitReady(Process server) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            try (Connection connection = administer("mysql")) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (!server.isAlive()) {
                    throw new IOException("mariadbd ended with status " + server.exitValue(), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("mariadbd did not answer within " + START_SECONDS + " s");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long processId() {
        return process.id();
    }

    @Override
    public String database() {
        return config.database();
    }

    @Override
    public String user() {
        return config.owner().username();
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + HOST + ":" + port + "/" + database;
    }

    @Override
    public Connection administer(String database) throws SQLException {
        String password = administrator.reveal(text -> text);
        return DriverManager.getConnection(jdbcUrl(database) + "?allowLocalInfile=true", ADMINISTRATOR, password);
    }

    @Override
    public synchronized void createDatabase(String name) {
        DatabaseConfig.checkName("database", name);
        try (Connection connection = administer("mysql");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + name);
            statement.execute("GRANT ALL ON " + name + ".* TO " + user() + "@'%'");
        } catch (SQLException e) {
            throw new DatabaseServerException("Cannot create database '" + name + "' in " + NAME + ".", e);
        }
    }

    @Override
    public void changePassword(String user, Secret password) {
        try (Connection connection = administer("mysql")) {
            setPassword(connection, "ALTER USER ?@'%' IDENTIFIED BY ?", user, password);
        } catch (SQLException e) {
            throw new DatabaseServerException("Cannot change the password of user '" + user + "' in " + NAME + ".", e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                process.stop();
                lock.close();
            } catch (IOException e) {
                throw new DatabaseServerException("Cannot stop " + NAME + " in " + config.directory() + ".", e);
            }
        }
    }

    private void createOwner() throws SQLException {
        try (Connection connection = administer("mysql")) {
            String create = "CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ?";
            setPassword(connection, create, user(), config.owner().reveal(Secret::of));
        }
    }

    private static void setPassword(Connection connection, String sql, String user, Secret password)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, user);
            statement.setString(2, password.reveal(text -> text));
            statement.execute();
        }
    }

    private static DatabaseServerException cannotStart(DatabaseConfig config, Exception cause) {
        return new DatabaseServerException(
                "Cannot start " + NAME + " in " + config.directory() + ": " + cause.getMessage() + ". "
                        + config.directory().resolve("server.log") + " says why.",
                cause);
    }
}
