package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that use one catalog in turn refresh, change keys and deliver the trail, and the one that works is killed, or paused for
 * longer than its lease and woken again, where chance has it: each time of a schedule is asked for once, no version is half or
 * comes twice, and nothing is lost or doubled on record. {@code -Dspicerack.test.kills=500 -Dspicerack.test.pauses=50
 * -Dspicerack.test.nodes=3} does it more often.
 */
@WithServers
class KilledNodesTest {
    private static final int KILLS = Integer.getInteger("spicerack.test.kills", 1);
    private static final int PAUSES = Integer.getInteger("spicerack.test.pauses", 1);
    private static final int NODES = Integer.getInteger("spicerack.test.nodes", 2);
    private static final long SEED = Long.getLong("fuzz.seed", 20261130);
    private static final int LONGEST_MILLISECONDS = 1000;

    /** The last of them is not over. */
    private static final int MOST_ROUNDS = 2;

    private static final int CHECK_EVERY = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();
    private static final String URL = DATABASE.url().replaceFirst("[?].*", "");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Node> nodes = new ArrayList<>();
    private int started;
    private int turns;

    /** A process, which says when its turn has come, and at each round. */
    private static final class Node {
        private final Process process;
        private final BufferedReader output;
        private boolean works;

        Node(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        boolean works() {
            try {
                works |= output.ready();
                return works && process.isAlive();
            } catch (IOException e) {
                return false;
            }
        }

        /** False where it ends before. */
        boolean begins(int rounds) throws IOException {
            int begun = 0;
            while (begun < rounds) {
                @Nullable String line = output.readLine();
                if (line == null) {
                    return false;
                }
                begun += line.equals(NodeProcess.ROUND) ? 1 : 0;
            }
            return true;
        }
    }

    @Test
    void eachTimeIsAskedForOnceAndNothingIsHalfLostOrDoubledWhoeverIsKilledOrPaused(@TempDir Path directory)
            throws Exception {
        int kills = 0;
        int pauses = 0;
        try (CrashScene scene = CrashScene.open(directory, () -> NodesAtOnce.alone(directory, URL))) {
            declare(directory, scene);
            System.out.println(KillTable.HEAD);
            while (kills < KILLS || pauses < PAUSES) {
                while (nodes.size() < NODES) {
                    start(scene);
                }
                scene.changeSource();
                Node working = working();
                if (!working.begins(turns == 1 ? MOST_ROUNDS : random.nextInt(MOST_ROUNDS + 1))) {
                    continue;
                }
                working.process.waitFor(random.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS);
                if (random.nextInt(KILLS + PAUSES) < PAUSES && pauses < PAUSES || kills == KILLS) {
                    pauses++;
                    pause(working);
                } else {
                    kills++;
                    kill(working);
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
            nodes.forEach(node -> node.process.destroyForcibly());
        }
    }

    private static void declare(Path directory, CrashScene scene) {
        try (AwsCore core = AwsCore.open(directory, scene.aws(), () -> NodesAtOnce.alone(directory, URL))) {
            core.spice()
                    .schedules()
                    .create(
                            AwsCore.VISITS,
                            new RefreshSchedule(
                                    NodeProcess.SCHEDULE,
                                    new ScheduleFrequency(RefreshInterval.HOURLY, null, ZoneOffset.UTC, null),
                                    null,
                                    RequestType.FULL_REFRESH));
        }
    }

    private void start(CrashScene scene) throws IOException {
        List<String> command = ChildJvm.command(List.of("-Xmx256m"), NodeProcess.class);
        command.addAll(scene.arguments(0).subList(0, 3));
        command.addAll(List.of(URL, String.valueOf(++started)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        nodes.add(new Node(process));
    }

    /** The one whose turn it is; those that a busy machine has kept waiting for too long have ended, as they should. */
    private Node working() {
        Node[] found = new Node[1];
        Awaitility.await().atMost(PATIENCE).until(() -> {
            nodes.stream().filter(node -> !node.process.isAlive()).forEach(KilledNodesTest::assertReplaced);
            nodes.removeIf(node -> !node.process.isAlive());
            List<Node> working = nodes.stream().filter(Node::works).toList();
            if (working.size() == 1) {
                found[0] = working.get(0);
            }
            return working.size() == 1;
        });
        turns++;
        return found[0];
    }

    private static void assertReplaced(Node node) {
        assertThat(node.process.exitValue()).isEqualTo(NodeProcess.REPLACED);
    }

    private void kill(Node node) {
        node.process.destroyForcibly().onExit().join();
        nodes.remove(node);
    }

    private void pause(Node paused) throws Exception {
        signal("STOP", paused);
        nodes.remove(paused);
        try {
            working();
        } finally {
            signal("CONT", paused);
        }
        assertThat(paused.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("who was replaced ends by itself")
                .isTrue();
        assertReplaced(paused);
    }

    private static void signal(String name, Node node) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(node.process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A time that finds one in the queue, which a killed node has left, asks for no second one. */
    private void checkTimes(Path directory, CrashScene scene) {
        try (AwsCore core = AwsCore.open(directory, scene.aws(), () -> NodesAtOnce.alone(directory, URL))) {
            ScheduleRecord schedule =
                    core.spice().schedules().of(AwsCore.VISITS).get(0);
            @Nullable Instant fired = schedule.fired();
            long times = fired == null ? 0 : fired.getEpochSecond();
            long asked = core.spice().ingestions().list(AwsCore.VISITS, 100_000).stream()
                    .map(IngestionRecord::requestSource)
                    .filter(RequestSource.SCHEDULED::equals)
                    .count();
            assertThat(asked).isBetween(times - turns, times);
        }
    }
}
