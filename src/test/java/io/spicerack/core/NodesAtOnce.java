package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.RequestSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The processes of nodes that work at once on a catalog, and the look at it when none of them lives. One test thread. */
final class NodesAtOnce implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LEAST_ROUNDS = 2;

    private final Path directory;
    private final String url;
    private final List<String> more;
    private final List<Node> nodes = new ArrayList<>();
    private int started;

    /** A process, which says so at each round. */
    record Node(Process process, BufferedReader output) {
        /** False where it ends before. */
        boolean goesRound() throws IOException {
            @Nullable String line = output.readLine();
            while (line != null && !line.equals(NodeAtOnceProcess.ROUND)) {
                line = output.readLine();
            }
            return line != null;
        }

        /** The same, and what it has said before does not count. */
        boolean goesAnotherRound() throws IOException {
            while (output.ready()) {
                output.readLine();
            }
            return goesRound();
        }
    }

    /** @param url of the catalog, without parameters */
    NodesAtOnce(Path directory, String url) {
        this(directory, url, List.of());
    }

    /** @param more options of each JVM */
    NodesAtOnce(Path directory, String url, List<String> more) {
        this.directory = directory;
        this.url = url;
        this.more = more;
    }

    List<Node> all() {
        return List.copyOf(nodes);
    }

    /** Starts as many as are missing. */
    void fill(int count, CrashScene scene) throws IOException {
        while (nodes.size() < count) {
            start(scene);
        }
    }

    private void start(CrashScene scene) throws IOException {
        // a call that the SDK made twice would be on record once here, and twice with AWS
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of("-Xmx256m", "-Daws.maxAttempts=1", "-Dspicerack.test.call-seconds=300"));
        List<String> command = ChildJvm.command(options, NodeAtOnceProcess.class);
        command.addAll(scene.arguments(0).subList(0, 3));
        command.addAll(List.of(url, String.valueOf(++started)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        nodes.add(new Node(process, process.inputReader(StandardCharsets.UTF_8)));
    }

    /** One that a busy machine has kept waiting for too long has ended, as it should. */
    boolean goesOn(Node node) throws IOException {
        for (int round = 0; round < LEAST_ROUNDS; round++) {
            if (!node.goesRound()) {
                ended(node);
                return false;
            }
        }
        return true;
    }

    /** It was replaced. */
    void ended(Node node) {
        assertThat(node.process().onExit().join().exitValue()).isEqualTo(NodeAtOnceProcess.REPLACED);
        nodes.remove(node);
    }

    void kill(Node node) {
        node.process().destroyForcibly().onExit().join();
        nodes.remove(node);
    }

    /** Ends all, and looks at what they have left. */
    void check(CrashScene scene) throws Exception {
        all().forEach(this::kill);
        scene.check();
        checkTimes(scene);
    }

    /** Each time has a row of its own, and one ingestion that it asked for. */
    private void checkTimes(CrashScene scene) throws SQLException {
        try (AwsCore core = AwsCore.open(directory, scene.aws(), () -> alone(directory, url))) {
            long asked = core.spice().ingestions().list(AwsCore.VISITS, 100_000).stream()
                    .map(IngestionRecord::requestSource)
                    .filter(RequestSource.SCHEDULED::equals)
                    .count();
            assertThat(asked)
                    .isPositive()
                    .isEqualTo(number("SELECT count(*) FROM schedule_firing WHERE schedule = 'route "
                            + NodeAtOnceProcess.TICKS + " " + AwsCore.VISITS + "'"));
        }
    }

    /** Whoever was killed a moment ago may still be in the catalog for one. */
    static Catalog alone(Path directory, String url) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e instanceof CatalogException
                        && String.valueOf(e.getMessage()).contains("is in use by"))
                .until(
                        () -> Catalog.open(
                                NodeProcess.server(url),
                                directory.resolve("look").resolve("catalog.db"),
                                Clock.systemUTC()),
                        opened -> true);
    }

    int number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        url + "?targetServerType=primary", TestDatabases.USER, TestDatabases.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process().destroyForcibly());
    }
}
