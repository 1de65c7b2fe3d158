package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.RequestSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that work on one catalog at once refresh, change, rewrap and lock keys, read and deliver the trail, and any of them is killed, or
 * paused for longer than its lease and woken again, where chance has it: each time of a schedule is asked for once, no version is half or
 * comes twice, and nothing is lost or doubled on record. {@code -Dspicerack.test.kills=500 -Dspicerack.test.pauses=50
 * -Dspicerack.test.nodes=3} does it more often.
 */
@WithServers
class KilledNodesAtOnceTest {
    private static final int KILLS = Integer.getInteger("spicerack.test.kills", 1);
    private static final int PAUSES = Integer.getInteger("spicerack.test.pauses", 1);
    private static final int NODES = Integer.getInteger("spicerack.test.nodes", 2);
    private static final long SEED = Long.getLong("fuzz.seed", 20261130);
    private static final int LONGEST_MILLISECONDS = 1500;
    private static final int CHECK_EVERY = 10;
    private static final int LEAST_ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();
    private static final String URL = DATABASE.url().replaceFirst("[?].*", "");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Node> nodes = new ArrayList<>();
    private int started;

    /** A process, which says so at each round. */
    private record Node(Process process, BufferedReader output) {
        /** False where it ends before. */
        boolean goesRound() throws IOException {
            @Nullable String line = output.readLine();
            while (line != null && !line.equals(NodeAtOnceProcess.ROUND)) {
                line = output.readLine();
            }
            return line != null;
        }
    }

    @Test
    void eachTimeIsAskedForOnceAndNothingIsHalfLostOrDoubledWhicheverNodeIsKilledOrPaused(@TempDir Path directory)
            throws Exception {
        int kills = 0;
        int pauses = 0;
        try (CrashScene scene = CrashScene.open(directory, () -> alone(directory))) {
            System.out.println(KillTable.HEAD);
            while (kills < KILLS || pauses < PAUSES) {
                while (nodes.size() < NODES) {
                    start(scene);
                }
                scene.changeSource();
                Node chosen = nodes.get(random.nextInt(nodes.size()));
                if (!goesOn(chosen)) {
                    continue;
                }
                chosen.process().waitFor(random.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS);
                boolean pausing = random.nextInt(KILLS + PAUSES) < PAUSES && pauses < PAUSES || kills == KILLS;
                if (pausing && othersWork(chosen)) {
                    pauses++;
                    pause(chosen);
                } else if (!pausing) {
                    kills++;
                    kill(chosen);
                }
                if ((kills + pauses) % CHECK_EVERY == 0 || kills == KILLS && pauses == PAUSES) {
                    List.copyOf(nodes).forEach(this::kill);
                    scene.check();
                    checkTimes(directory, scene);
                    System.out.println(KillTable.row(kills, scene.ledger()));
                }
            }
            assertThat(scene.ledger().sum("refreshes published")).isPositive();
        } finally {
            nodes.forEach(node -> node.process().destroyForcibly());
        }
    }

    /** One that a busy machine has kept waiting for too long has ended, as it should. */
    private boolean goesOn(Node node) throws IOException {
        for (int round = 0; round < LEAST_ROUNDS; round++) {
            if (!node.goesRound()) {
                assertReplaced(node);
                nodes.remove(node);
                return false;
            }
        }
        return true;
    }

    /** Somebody has to be there who replaces it. */
    private boolean othersWork(Node paused) throws IOException {
        for (Node other : List.copyOf(nodes)) {
            if (!other.equals(paused) && goesOn(other)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever was killed a moment ago may still be in the catalog for one. */
    private static Catalog alone(Path directory) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e instanceof CatalogException
                        && String.valueOf(e.getMessage()).contains("is in use by"))
                .until(
                        () -> Catalog.open(
                                NodeProcess.server(URL),
                                directory.resolve("look").resolve("catalog.db"),
                                Clock.systemUTC()),
                        opened -> true);
    }

    private void start(CrashScene scene) throws IOException {
        List<String> command = ChildJvm.command(
                List.of("-Xmx256m", "-Daws.maxAttempts=1", "-Dspicerack.test.call-seconds=300"),
                NodeAtOnceProcess.class);
        command.addAll(scene.arguments(0).subList(0, 3));
        command.addAll(List.of(URL, String.valueOf(++started)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        nodes.add(new Node(process, process.inputReader(StandardCharsets.UTF_8)));
    }

    private static void assertReplaced(Node node) {
        assertThat(node.process().onExit().join().exitValue()).isEqualTo(NodeAtOnceProcess.REPLACED);
    }

    private void kill(Node node) {
        node.process().destroyForcibly().onExit().join();
        nodes.remove(node);
    }

    private void pause(Node paused) throws Exception {
        signal("STOP", paused);
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> rows(paused) == 0);
        } finally {
            signal("CONT", paused);
        }
        assertThat(paused.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("who was replaced ends by itself")
                .isTrue();
        assertReplaced(paused);
        nodes.remove(paused);
    }

    private static int rows(Node node) throws SQLException {
        return number(
                "SELECT count(*) FROM node WHERE process = " + node.process().pid());
    }

    private static int number(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void signal(String name, Node node) throws Exception {
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + name,
                                String.valueOf(node.process().pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Each time has a row of its own, and one ingestion that it asked for. */
    private static void checkTimes(Path directory, CrashScene scene) throws SQLException {
        try (AwsCore core = AwsCore.open(directory, scene.aws(), () -> alone(directory))) {
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
}
