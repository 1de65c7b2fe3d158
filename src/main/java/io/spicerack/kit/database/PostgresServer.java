package io.spicerack.kit.database;

import io.spicerack.model.DirectoryInUseException;
import io.spicerack.model.DirectoryLock;
import io.spicerack.model.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL server of its own, with password checks (SCRAM) on each connection. Runs as root too where user
 * namespaces are allowed. Thread-safe.
 */
public final class PostgresServer implements DatabaseServer {
    private static final String NAME = "PostgreSQL";
    private static final String ADMINISTRATOR = "postgres";
    /** Fast shutdown: open connections are cut. */
    private static final String STOP_SIGNAL = "INT";

    private final DatabaseConfig config;
    private final Secret administrator;
    private final EmbeddedPostgres server;
    private final ServerProcess process;
    private final DirectoryLock lock;
    private boolean closed;

    private PostgresServer(
            DatabaseConfig config,
            Secret administrator,
            EmbeddedPostgres server,
            ServerProcess process,
            DirectoryLock lock) {
        this.config = config;
        this.administrator = administrator;
        this.server = server;
        this.process = process;
        this.lock = lock;
    }

    public static PostgresServer start(DatabaseConfig config) {
        try {
            DirectoryLock lock = DirectoryLock.take(config.directory().resolve("lock"));
            try {
                return start(config, lock);
            } catch (IOException | SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (DirectoryInUseException e) {
            throw DatabaseServerException.inUse(config, e);
        } catch (IOException | IllegalStateException | SQLException e) {
            throw new DatabaseServerException(
                    "Cannot start " + NAME + " in " + config.directory() + ": " + e.getMessage() + ". "
                            + log(config) + " says why; as root it needs user namespaces (unshare -U), otherwise start"
                            + " it as an ordinary user.",
                    e);
        }
    }

    private static PostgresServer start(DatabaseConfig config, DirectoryLock lock) throws IOException, SQLException {
        Path data = config.directory().resolve("data");
        Path pidFile = data.resolve("postmaster.pid");
        ServerProcess.stopStale(pidFile, "postgres", STOP_SIGNAL);
        int port = Ports.free(NAME, config.port());
        Path passwordFile = config.directory().resolve("administrator-password");
        Secret administrator = AdministratorPassword.keptIn(passwordFile);
        EmbeddedPostgres server = launch(config, data, log(config), port, passwordFile, administrator);
        ProcessHandle handle =
                ServerProcess.read(pidFile).orElseThrow(() -> new IOException("the server ended at once"));
        ServerProcess process = ServerProcess.watch(handle, STOP_SIGNAL);
        PostgresServer started = new PostgresServer(config, administrator, server, process, lock);
        try {
            started.createOwner();
            started.createDatabase(config.database());
            return started;
        } catch (SQLException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static Path log(DatabaseConfig config) {
        return config.directory().resolve("server.log");
    }

    private static EmbeddedPostgres launch(
            DatabaseConfig config, Path data, Path log, int port, Path passwordFile, Secret administrator)
            throws IOException {
        Path programs = Files.createDirectories(config.binaries().resolve("postgres"));
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // the watchdog does it, and for kill -9 too
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                // these go to initdb, where the later word wins over its "-A trust"
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setConnectConfig("password", administrator.reveal(text -> text))
                .start();
        // the library lets every user of the machine write there, and we run what is in it
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
        return server;
    }

    @Override
    public int port() {
        return server.getPort();
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
        return "jdbc:postgresql://" + HOST + ":" + port() + "/" + database;
    }

    @Override
    public Connection administer(String database) throws SQLException {
        Map<String, String> login = Map.of("password", administrator.reveal(text -> text));
        return server.getDatabase(ADMINISTRATOR, database, login).getConnection();
    }

    @Override
    public synchronized void createDatabase(String name) {
        DatabaseConfig.checkName("database", name);
        try (Connection connection = administer(ADMINISTRATOR);
                var statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                statement.execute("CREATE DATABASE " + name + " OWNER " + user());
            }
        } catch (SQLException e) {
            throw new DatabaseServerException("Cannot create database '" + name + "' in " + NAME + ".", e);
        }
    }

    @Override
    public void changePassword(String user, Secret password) {
        try (Connection connection = administer(ADMINISTRATOR)) {
            // the driver sends the SCRAM verifier: the server never sees or logs the password
            char[] text = password.reveal(String::toCharArray);
            connection.unwrap(PGConnection.class).alterUserPassword(user, text, "scram-sha-256");
        } catch (SQLException e) {
            throw new DatabaseServerException("Cannot change the password of user '" + user + "' in " + NAME + ".", e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                server.close();
                process.stop();
                lock.close();
            } catch (IOException e) {
                throw new DatabaseServerException("Cannot stop " + NAME + " in " + config.directory() + ".", e);
            }
        }
    }

    private void createOwner() throws SQLException {
        try (Connection connection = administer(ADMINISTRATOR);
                var statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", user())) {
                statement.execute("CREATE ROLE " + user() + " LOGIN");
                changePassword(user(), config.owner().reveal(Secret::of));
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }
}
