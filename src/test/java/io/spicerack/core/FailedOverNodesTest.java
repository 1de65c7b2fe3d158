package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.NodesAtOnce.Node;
import io.spicerack.kit.database.StreamingStandby;
import java.nio.file.Path;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PostgreSQL of the catalog is killed while nodes work at once, and its replica, which each commit had waited for, takes its place:
 * they go on there by themselves, each time of a schedule is asked for once, no version is half or comes twice, and nothing is lost or
 * doubled on record. {@code -Dspicerack.test.failovers=10} does it more often.
 */
@WithServers
class FailedOverNodesTest {
    private static final int FAILOVERS = Integer.getInteger("spicerack.test.failovers", 1);
    private static final int NODES = 2;

    @Test
    void theyGoOnWhereTheReplicaHasTakenOver(@TempDir Path directory) throws Exception {
        System.out.println(KillTable.HEAD);
        for (int i = 1; i <= FAILOVERS; i++) {
            System.out.println(KillTable.row(i, failOver(directory.resolve("failover-" + i))));
        }
    }

    private static TrailLedger failOver(Path directory) throws Exception {
        try (StreamingStandby servers = new StreamingStandby(directory.resolve("servers"))) {
            waitForTheReplica(servers);
            String url = "jdbc:postgresql://127.0.0.1:" + servers.primary().port() + ",127.0.0.1:"
                    + servers.standbyPort() + "/hospital";
            Path home = directory.resolve("nodes");
            try (CrashScene scene = CrashScene.open(home, () -> NodesAtOnce.alone(home, url));
                    NodesAtOnce nodes = new NodesAtOnce(home, url)) {
                nodes.fill(NODES, scene);
                for (Node node : nodes.all()) {
                    assertThat(nodes.goesOn(node)).isTrue();
                }
                scene.changeSource();
                ProcessHandle.of(servers.primary().processId()).orElseThrow().destroyForcibly();
                servers.onStandby("SELECT pg_promote()");
                int went = 0;
                for (Node node : nodes.all()) {
                    went += nodes.goesOn(node) && nodes.goesOn(node) ? 1 : 0;
                }
                assertThat(went).as("nodes that went on by themselves").isEqualTo(NODES);
                nodes.check(scene);
                assertThat(scene.ledger().sum("refreshes published")).isPositive();
                return scene.ledger();
            }
        }
    }

    /** From now on what is committed is on the replica too. */
    private static void waitForTheReplica(StreamingStandby servers) throws SQLException {
        servers.onPrimary("ALTER SYSTEM SET synchronous_standby_names = '*'");
        servers.onPrimary("SELECT pg_reload_conf()");
        Awaitility.await().atMost(NodesAtOnce.PATIENCE).until(() -> servers.isSynchronous());
    }
}
