package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.NodesAtOnce.Node;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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

    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();
    private static final String URL = DATABASE.url().replaceFirst("[?].*", "");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void eachTimeIsAskedForOnceAndNothingIsHalfLostOrDoubledWhicheverNodeIsKilledOrPaused(@TempDir Path directory)
            throws Exception {
        int kills = 0;
        int pauses = 0;
        try (CrashScene scene = CrashScene.open(directory, () -> NodesAtOnce.alone(directory, URL));
                NodesAtOnce nodes = new NodesAtOnce(directory, URL)) {
            System.out.println(KillTable.HEAD);
            while (kills < KILLS || pauses < PAUSES) {
                nodes.fill(NODES, scene);
                scene.changeSource();
                Node chosen = nodes.all().get(random.nextInt(NODES));
                if (!nodes.goesOn(chosen)) {
                    continue;
                }
                chosen.process().waitFor(random.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS);
                boolean pausing = random.nextInt(KILLS + PAUSES) < PAUSES && pauses < PAUSES || kills == KILLS;
                if (pausing && othersWork(nodes, chosen)) {
                    pauses++;
                    pause(nodes, chosen);
                } else if (!pausing) {
                    kills++;
                    nodes.kill(chosen);
                }
                if ((kills + pauses) % CHECK_EVERY == 0 || kills == KILLS && pauses == PAUSES) {
                    nodes.check(scene);
                    System.out.println(KillTable.row(kills, scene.ledger()));
                }
            }
            assertThat(scene.ledger().sum("refreshes published")).isPositive();
        }
    }

    /** Somebody has to be there who replaces it. */
    private static boolean othersWork(NodesAtOnce nodes, Node paused) throws IOException {
        for (Node other : nodes.all()) {
            if (!other.equals(paused) && nodes.goesOn(other)) {
                return true;
            }
        }
        return false;
    }

    private static void pause(NodesAtOnce nodes, Node paused) throws Exception {
        signal("STOP", paused);
        try {
            Awaitility.await().atMost(NodesAtOnce.PATIENCE).until(() -> rows(nodes, paused) == 0);
        } finally {
            signal("CONT", paused);
        }
        assertThat(paused.process().waitFor(NodesAtOnce.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("who was replaced ends by itself")
                .isTrue();
        nodes.ended(paused);
    }

    private static int rows(NodesAtOnce nodes, Node node) throws SQLException {
        return nodes.number(
                "SELECT count(*) FROM node WHERE process = " + node.process().pid());
    }

    private static void signal(String name, Node node) throws Exception {
        List<String> command =
                List.of("kill", "-" + name, String.valueOf(node.process().pid()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
