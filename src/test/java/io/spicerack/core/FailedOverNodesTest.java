package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.NodesAtOnce.Node;
import io.spicerack.kit.database.ReplicatedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PostgreSQL of the catalog falls while nodes work at once, where chance has it, and its replica, which each commit had waited
 * for, takes its place, or it comes back itself: the same processes go on, each time of a schedule is asked for once, no version is
 * half or comes twice, and nothing is lost or doubled on record.
 * {@code -Dspicerack.test.failovers=30 -Dspicerack.test.restarts=10} does it more often.
 */
@WithServers
class FailedOverNodesTest {
    private static final int FAILOVERS = Integer.getInteger("spicerack.test.failovers", 2);
    private static final int RESTARTS = Integer.getInteger("spicerack.test.restarts", 1);
    private static final int NODES = 2;
    private static final long SEED = Long.getLong("fuzz.seed", 20261201);
    private static final int LONGEST_MILLISECONDS = 1500;
    private static final int CHECK_EVERY = 10;

    /** As long ones as the service's: a fall costs nobody its place. */
    private static final List<String> KEPT_TERMS = List.of("-Dspicerack.test.kept-terms=true");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void theyGoOnWhereTheReplicaHasTakenOverOrTheServerIsBack(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("nodes");
        try (ReplicatedPostgres servers = new ReplicatedPostgres(directory.resolve("servers"));
                CrashScene scene = CrashScene.open(home, () -> NodesAtOnce.alone(home, servers.url()));
                NodesAtOnce nodes = new NodesAtOnce(home, servers.url(), KEPT_TERMS)) {
            System.out.println(KillTable.HEAD);
            int failovers = 0;
            int restarts = 0;
            while (failovers < FAILOVERS || restarts < RESTARTS) {
                nodes.fill(NODES, scene);
                goOn(nodes);
                scene.changeSource();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLISECONDS));
                if (failovers == FAILOVERS || restarts < RESTARTS && random.nextInt(FAILOVERS + RESTARTS) < RESTARTS) {
                    restarts++;
                    servers.restart();
                } else {
                    failovers++;
                    servers.failOver();
                    servers.replicate();
                }
                goOn(nodes);
                if ((failovers + restarts) % CHECK_EVERY == 0 || failovers == FAILOVERS && restarts == RESTARTS) {
                    nodes.check(scene);
                    System.out.println(KillTable.row(failovers + restarts, scene.ledger()));
                }
            }
            assertThat(scene.ledger().sum("refreshes published")).isPositive();
        }
    }

    private static void goOn(NodesAtOnce nodes) throws IOException {
        for (Node node : nodes.all()) {
            assertThat(node.goesAnotherRound()).as("a node goes on").isTrue();
        }
    }
}
