package io.spicerack.kit.database;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of {@code mariadbd}: what {@code mariadb-install-db} does, and the start of the server. */
final class MariaDbInstallation {
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");
    private static final String PREAMBLE =
            """
            create database mysql;
            use mysql;
            SET @auth_root_socket=NULL;
            SET @skip_auth_anonymous=1;
            SET @current_hostname='localhost';
            """;

    private final Path base;
    private final Path directory;

    MariaDbInstallation(Path base, Path directory) {
        this.base = base;
        this.directory = directory;
    }

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Path pidFile() {
        return directory.resolve("server.pid");
    }

    /** Makes the system tables in a new data directory; one that was left half made is an error of the caller's. */
    void initialize() throws IOException, InterruptedException {
        Files.createDirectories(data());
        Process bootstrap = new ProcessBuilder(command("--bootstrap", "--log-warnings=0"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
        try (OutputStream sql = bootstrap.getOutputStream()) {
            sql.write(PREAMBLE.getBytes(StandardCharsets.UTF_8));
            for (String script : SYSTEM_TABLES) {
                Files.copy(base.resolve("share").resolve(script), sql);
            }
        }
        if (bootstrap.waitFor() != 0) {
            throw new IOException("mariadbd --bootstrap ended with status " + bootstrap.exitValue());
        }
    }

    /** @param options further ones of {@code mariadbd}, which win over ours */
    Process start(int port, Path initialStatements, List<String> options) throws IOException {
        List<String> command = command(
                "--port=" + port,
                "--bind-address=" + DatabaseServer.HOST,
                "--skip-name-resolve",
                // TCP only: a socket's path may be too long
                "--socket=",
                // making the server's own certificate takes 9 to 20 s, and nothing leaves the machine
                "--skip-ssl",
                "--default-time-zone=+00:00",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_bin",
                "--max-allowed-packet=64M",
                "--init-file=" + initialStatements);
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data(),
                "--tmpdir=" + data(),
                "--pid-file=" + pidFile(),
                "--innodb-log-file-size=32M"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(List.of(more));
        return command;
    }
}
