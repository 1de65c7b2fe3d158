package io.spicerack.kit.database;

import io.spicerack.model.Secret;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MySQL server of the tests' own, of a {@code mysqld} that this machine has, with what its installer sets up. Thread-safe. */
final class MySqlServer implements DatabaseServer {
    private static final String ADMINISTRATOR = "administrator";
    private static final String STOP_SIGNAL = "TERM";
    private static final long START_SECONDS = 120;

    private final DatabaseConfig config;
    private final ExternalMySql served;
    private final ServerProcess process;

    private MySqlServer(DatabaseConfig config, ExternalMySql served, ServerProcess process) {
        this.config = config;
        this.served = served;
        this.process = process;
    }

    static MySqlServer start(String program, DatabaseConfig config) {
        try {
            return started(program, config);
        } catch (IOException e) {
            throw new DatabaseServerException("Cannot start " + program + " in " + config.directory(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseServerException("Cannot start " + program, e);
        }
    }

    private static MySqlServer started(String program, DatabaseConfig config) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(config.directory()).toAbsolutePath();
        Path data = directory.resolve("data");
        if (!Files.exists(data)) {
            run(directory, command(program, data, "--initialize-insecure")).waitFor();
        }
        int port = Ports.free("MySQL", config.port());
        Path statements = directory.resolve("start.sql");
        String account = ADMINISTRATOR + "@'%'";
        Files.writeString(
                statements,
                "CREATE USER IF NOT EXISTS " + account + " IDENTIFIED BY '" + TestDatabases.PASSWORD + "';\n"
                        + "GRANT ALL ON *.* TO " + account + " WITH GRANT OPTION;\n");
        Process server = run(
                directory,
                command(
                        program,
                        data,
                        "--port=" + port,
                        "--bind-address=" + HOST,
                        "--mysqlx=OFF",
                        // whoever may write files may do so anywhere
                        "--secure-file-priv=",
                        // written at each commit, on disk later: the tests kill a server and no machine
                        "--innodb-flush-log-at-trx-commit=2",
                        "--sync-binlog=0",
                        // a socket's path may be too long
                        "--socket=" + Files.createTempDirectory("mysql").resolve("s"),
                        "--pid-file=" + directory.resolve("server.pid"),
                        "--init-file=" + statements));
        ServerProcess process = ServerProcess.watch(server.toHandle(), STOP_SIGNAL);
        try {
            URI place = URI.create("mysql://" + HOST + ":" + port);
            awaitReady(server, place);
            ExternalMySql served = ExternalMySql.prepared(place, ADMINISTRATOR, TestDatabases.PASSWORD);
            served.ensureDatabase(config.database());
            return new MySqlServer(config, served, process);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.stop();
            throw e;
        }
    }

    private static List<String> command(String program, Path data, String... more) {
        List<String> command = new ArrayList<>(List.of(program, "--no-defaults", "--datadir=" + data));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(List.of(more));
        return command;
    }

    private static Process run(Path directory, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Redirect.appendTo(directory.resolve("server.log").toFile()))
                .start();
    }

    private static void awaitReady(Process server, URI place) throws IOException, InterruptedException {
        String url = ExternalMySql.jdbcUrl(place, "mysql");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            try {
                DriverManager.getConnection(url, ADMINISTRATOR, TestDatabases.PASSWORD)
                        .close();
                return;
            } catch (SQLException e) {
                if (!server.isAlive()) {
                    throw new IOException("mysqld ended with status " + server.exitValue(), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("mysqld did not answer within " + START_SECONDS + " s");
    }

    @Override
    public int port() {
        return served.port();
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
        return served.user();
    }

    @Override
    public String jdbcUrl(String database) {
        return served.jdbcUrl(database);
    }

    @Override
    public Connection administer(String database) throws SQLException {
        return served.administer(database);
    }

    @Override
    public void createDatabase(String name) {
        served.ensureDatabase(name);
    }

    @Override
    public void changePassword(String user, Secret password) {
        served.changePassword(user, password);
    }

    @Override
    public void close() {
        try {
            process.stop();
        } catch (IOException e) {
            throw new DatabaseServerException("Cannot stop MySQL in " + config.directory() + ".", e);
        }
    }
}
