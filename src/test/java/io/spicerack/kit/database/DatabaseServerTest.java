package io.spicerack.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What both servers promise. Each has one directory, in which test after test starts it again: to make its first tables takes
 * ten times as long as a start.
 */
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseServerTest {
    private static final String PASSWORD = "it's a \\ secret 🔑";
    private static final String OTHER = "another one";

    private final Path directories;

    DatabaseServerTest(@TempDir Path directories) {
        this.directories = directories;
    }

    /** A way to start one of the servers, with the name for the messages and the superuser that it is known for. */
    record Kind(String name, String superuser, Function<DatabaseConfig, DatabaseServer> start) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> both() {
        return Stream.of(
                new Kind("PostgreSQL", "postgres", PostgresServer::start),
                new Kind("MariaDB", "root", MariaDbServer::start));
    }

    @ParameterizedTest
    @MethodSource("both")
    void theOwnerConnectsWithThePasswordOnly(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start().apply(config(kind, 0))) {
            connect(server, "owner", PASSWORD).close();
            assertThatThrownBy(() -> connect(server, "owner", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("owner");
            assertThatThrownBy(() -> connect(server, "owner", "")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connect(server, kind.superuser(), "")).isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aChangedPasswordReplacesTheOldOne(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start().apply(config(kind, 0))) {
            server.changePassword("owner", Secret.of(OTHER));
            connect(server, "owner", OTHER).close();
            assertThatThrownBy(() -> connect(server, "owner", PASSWORD)).isInstanceOf(SQLException.class);
            server.changePassword("owner", Secret.of(PASSWORD));
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aRestartKeepsDataAndPasswords(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start().apply(config(kind, 0));
                Connection connection = connect(server, "owner", PASSWORD)) {
            connection.createStatement().execute("CREATE TABLE kept (id INT)");
            connection.createStatement().execute("INSERT INTO kept VALUES (42)");
            server.changePassword("owner", Secret.of(OTHER));
        }
        try (DatabaseServer server = kind.start().apply(config(kind, 0));
                Connection connection = connect(server, "owner", OTHER);
                var rows = connection.createStatement().executeQuery("SELECT id FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
            server.changePassword("owner", Secret.of(PASSWORD));
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void noProcessIsLeftAfterClose(Kind kind) {
        DatabaseServer server = kind.start().apply(config(kind, 0));
        assertThat(ProcessHandle.of(server.processId())).get().matches(ProcessHandle::isAlive);
        long children = ProcessHandle.current().children().count();
        server.close();
        server.close();
        assertThat(isAlive(server.processId())).isFalse();
        assertThat(ProcessHandle.current().children().count()).isLessThan(children);
    }

    @ParameterizedTest
    @MethodSource("both")
    void aTakenPortIsNamed(Kind kind) throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> kind.start().apply(config(kind, holder.getLocalPort())))
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessage(
                            "Cannot start %s on 127.0.0.1:%d: the port is in use. Stop what holds it, or choose"
                                    + " another port; 0 takes any free one.",
                            kind.name(), holder.getLocalPort());
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aDirectoryInUseIsRefused(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start().apply(config(kind, 0))) {
            assertThatThrownBy(() -> kind.start().apply(config(kind, 0)))
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessage(
                            "Cannot start a database server in %s: one that is running uses it. Stop that, or choose"
                                    + " another directory.",
                            directory(kind));
            connect(server, "owner", PASSWORD).close();
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void noPasswordIsInTheLogAndTheAdministratorsIsForOurEyesOnly(Kind kind) throws IOException {
        try (DatabaseServer server = kind.start().apply(config(kind, 0))) {
            server.changePassword("owner", Secret.of(OTHER));
            server.changePassword("owner", Secret.of(PASSWORD));
            assertThat(Files.readString(directory(kind).resolve("server.log"))).doesNotContain(PASSWORD, OTHER);
        }
        assertThat(directory(kind).resolve("start.sql")).doesNotExist();
        Path kept = directory(kind).resolve("administrator-password");
        if (Files.exists(kept)) {
            assertThat(Files.getPosixFilePermissions(kept))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aServerDiesWithAJvmThatIsKilled(Kind kind) throws IOException {
        Process jvm = startElsewhere(kind);
        try (var lines = jvm.inputReader()) {
            long server = Long.parseLong(lines.readLine());
            jvm.destroyForcibly();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isAlive(server));
        }
        kind.start().apply(config(kind, 0)).close();
    }

    @ParameterizedTest
    @MethodSource("both")
    void aServerThatLostItsWatchIsReplacedByTheNextStart(Kind kind) throws IOException, SQLException {
        Process jvm = startElsewhere(kind);
        try (var lines = jvm.inputReader()) {
            long forgotten = Long.parseLong(lines.readLine());
            jvm.children().filter(child -> child.pid() != forgotten).forEach(ProcessHandle::destroyForcibly);
            jvm.destroyForcibly().onExit().join();
            assertThat(isAlive(forgotten)).isTrue();
            try (DatabaseServer server = kind.start().apply(config(kind, 0))) {
                assertThat(isAlive(forgotten)).isFalse();
                connect(server, "owner", PASSWORD).close();
            }
        }
    }

    private Process startElsewhere(Kind kind) throws IOException {
        return new ProcessBuilder(ChildJvm.command(
                        List.of(),
                        ForgetfulMain.class,
                        kind.name(),
                        directory(kind).toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    private Path directory(Kind kind) {
        return directories.resolve(kind.name());
    }

    private DatabaseConfig config(Kind kind, int port) {
        return config(directory(kind), port);
    }

    static DatabaseConfig config(Path directory, int port) {
        Credentials owner = new Credentials("owner", Secret.of(PASSWORD));
        return new DatabaseConfig(directory, DatabaseConfig.userCache(), port, "accounts", owner);
    }

    private static Connection connect(DatabaseServer server, String user, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("accounts"), user, password);
    }
}
