package io.spicerack.kit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A PgBouncer of this machine before a PostgreSQL server: all its clients have one session of the server between them, which
 * passes on with each transaction. Used by one thread.
 */
public final class PgBouncer implements AutoCloseable {
    private static final String PROGRAM = "pgbouncer";

    private final Path directory;
    private final Process process;
    private final int port;

    private PgBouncer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Leaves the test out, with words, where the machine has none.
     *
     * @param mode what it calls {@code pool_mode}
     */
    public static PgBouncer before(DatabaseServer server, String mode) throws IOException {
        List<String> places = new ArrayList<>(
                List.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1)));
        places.add("/usr/sbin");
        Optional<Path> program = places.stream()
                .map(place -> Path.of(place, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                program.isPresent(), () -> "there is no pgbouncer on this machine (Debian: apt-get install pgbouncer)");
        Path directory = Files.createTempDirectory(PROGRAM);
        int port = Ports.free(PROGRAM, 0);
        Files.writeString(
                directory.resolve("users.txt"), "\"" + TestDatabases.USER + "\" \"" + TestDatabases.PASSWORD + "\"\n");
        Files.writeString(
                directory.resolve("settings.ini"),
                String.join(
                        "\n",
                        "[databases]",
                        "* = host=" + DatabaseServer.HOST + " port=" + server.port(),
                        "[pgbouncer]",
                        "listen_addr = " + DatabaseServer.HOST,
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = scram-sha-256",
                        "auth_file = " + directory.resolve("users.txt"),
                        "pool_mode = " + mode,
                        "default_pool_size = 1",
                        "ignore_startup_parameters = extra_float_digits",
                        ""));
        // it does not run as root, and whoever it runs as reads its settings
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Stream<String> asNobody =
                System.getProperty("user.name").equals("root") ? Stream.of("-u", "nobody") : Stream.empty();
        List<String> command = Stream.of(
                        Stream.of(program.orElseThrow().toString(), "-q"),
                        asNobody,
                        Stream.of(directory.resolve("settings.ini").toString()))
                .flatMap(part -> part)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(directory.resolve("log").toFile()))
                .start();
        PgBouncer bouncer = new PgBouncer(directory, process, port);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .failFast(() -> !process.isAlive())
                .until(bouncer::listens);
        return bouncer;
    }

    private boolean listens() {
        try (Socket socket = new Socket(DatabaseServer.HOST, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
