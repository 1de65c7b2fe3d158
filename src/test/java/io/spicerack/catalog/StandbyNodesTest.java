package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.database.StoppedWaitingException;
import io.spicerack.catalog.record.NodeRecord;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.tls.ServerTrust;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes use one catalog in turn: one works, and the others take its place when it has left or fallen silent, and not before. */
@WithServers
class StandbyNodesTest {
    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();
    private static final Duration EVERY = Duration.ofMillis(20);

    /** Longer than any of these tests: who is silent for that long has to have been stopped by the test. */
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean replaced = new AtomicBoolean();

    @TempDir
    Path directory = Path.of("never-used");

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private Catalog open(String node, CatalogServer server, Duration lease) {
        StandbyTerms terms = new StandbyTerms(
                EVERY, lease.multipliedBy(3).dividedBy(4), lease, stopping::get, () -> replaced.set(true));
        return Catalog.open(server, directory.resolve(node).resolve("catalog.db"), CLOCK, terms);
    }

    private Catalog open(String node, Duration lease) {
        return open(node, PostgresCatalogs.server(DATABASE), lease);
    }

    private CompletableFuture<Catalog> waiting(String node, Duration lease) {
        return CompletableFuture.supplyAsync(() -> open(node, lease));
    }

    private static List<Boolean> working(Catalog catalog) {
        return catalog.read(tx -> tx.nodes().list()).stream()
                .map(NodeRecord::works)
                .toList();
    }

    @Test
    void whoStandsByTakesItsTurnAtOnceWhenTheOneThatWorksLeaves() {
        CompletableFuture<Catalog> second;
        try (Catalog first = open("a", NEVER)) {
            second = waiting("b", NEVER);
            await().until(() -> working(first).equals(List.of(true, false)));
            first.run(tx -> tx.settings().put("a", "by the first"));
            assertThat(second).isNotDone();
            assertThat(first.isHeld()).isTrue();
        }
        try (Catalog now = second.join()) {
            now.read(tx -> assertThat(tx.settings().find("a")).contains("by the first"));
            assertThat(now.<List<NodeRecord>>read(tx -> tx.nodes().list()))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.works()).isTrue();
                        assertThat(node.process())
                                .isEqualTo(ProcessHandle.current().pid());
                    });
        }
        assertThat(replaced).isFalse();
    }

    @Test
    void whoIsSilentIsReplacedCutsItsReadersFirstAndChangesNothingAnyMore() throws Exception {
        Duration lease = Duration.ofSeconds(1);
        try (LostAnswers network = new LostAnswers(DATABASE.server().port());
                Catalog paused = open("a", through(network.port()), lease)) {
            paused.run(tx -> tx.settings().put("a", "by the first"));
            network.stall();
            try (Catalog other = waiting("b", lease).join()) {
                assertThat(paused.isHeld()).isFalse();
                other.run(tx -> tx.settings().put("a", "by the second"));
                network.pass();
                await().untilTrue(replaced);
                assertThat(paused.isHeld()).isFalse();
                assertThatThrownBy(() -> paused.run(tx -> tx.settings().put("a", "by a ghost")))
                        .isInstanceOf(CatalogException.class);
                other.read(tx -> assertThat(tx.settings().find("a")).contains("by the second"));
                assertThat(other.isHeld()).isTrue();
            }
        }
    }

    /** Before anybody can have taken its place, who would hear of a lock-down that this one does not hear of. */
    @Test
    void whoCannotSayThatItIsAliveLetsNobodyRead() throws Exception {
        StandbyTerms terms = new StandbyTerms(EVERY, Duration.ofSeconds(1), NEVER, stopping::get, () -> {});
        Path own = directory.resolve("a");
        try (LostAnswers network = new LostAnswers(DATABASE.server().port());
                CoreFixture core = CoreFixture.openOn(
                        own, clock -> Catalog.open(through(network.port()), own.resolve("catalog.db"), clock, terms))) {
            DataSetId patients = core.publish("patients", SampleRows.of(3));
            try (OpenDataSet open = core.spice().readers().open(patients)) {
                assertThat(open.isCut()).isFalse();
                network.stall();
                await().until(open::isCut);
                network.pass();
            }
            await().until(core.catalog()::isHeld);
            try (OpenDataSet open = core.spice().readers().open(patients)) {
                assertThat(open.isCut()).isFalse();
            }
        }
    }

    /** A session that breaks off is no silence: nobody takes the place of one that comes back within its lease. */
    @Test
    void aServerThatHungUpOnAllOfThemChangesNothingBetweenThem() {
        CompletableFuture<Catalog> second;
        try (Catalog first = open("a", NEVER)) {
            second = waiting("b", NEVER);
            await().until(() -> working(first).equals(List.of(true, false)));
            cutSessions();
            await().ignoreExceptions().untilAsserted(() -> {
                first.run(tx -> tx.settings().put("a", "still the first"));
                first.read(tx -> assertThat(tx.settings().find("a")).contains("still the first"));
            });
            assertThat(second).isNotDone();
            assertThat(first.isHeld()).isTrue();
        }
        second.join().close();
        assertThat(replaced).isFalse();
    }

    @Test
    void whoIsStoppedWhileItStandsByLeavesNothing() {
        try (Catalog first = open("a", NEVER)) {
            CompletableFuture<Catalog> second = waiting("b", NEVER);
            await().until(() -> working(first).equals(List.of(true, false)));
            stopping.set(true);
            assertThatThrownBy(second::join)
                    .hasCauseInstanceOf(StoppedWaitingException.class)
                    .hasMessageContaining("the turn to use the catalog " + first.place()
                            + " had not come when this node was stopped");
            assertThat(working(first)).containsExactly(true);
        }
    }

    @Test
    void whoWasGoneWithoutAWordIsForgotten() throws Exception {
        try (Catalog first = open("a", Duration.ofSeconds(1))) {
            DATABASE.execute("INSERT INTO node (node_id, process, host, started, heard, beat, lost)"
                    + " VALUES ('gone', 1, 'elsewhere', 0, 0, 5, 0)");
            await().until(() -> working(first).equals(List.of(true)));
        }
    }

    /** Nobody could tell whether it is alive. */
    @Test
    void whoUsesTheCatalogAloneIsNotStoodByFor() {
        try (Catalog alone = Catalog.open(
                PostgresCatalogs.server(DATABASE), directory.resolve("a").resolve("catalog.db"), CLOCK)) {
            assertThatThrownBy(() -> open("b", Duration.ofMillis(200)))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageStartingWith("the catalog " + alone.place() + " is in use by process ")
                    .hasMessageEndingWith(
                            ". It was not started with spicerack.nodes=standby, and nobody can tell whether it"
                                    + " is alive: stop it, or start it with spicerack.nodes=standby too");
            assertThat(working(alone)).isEmpty();
            assertThat(alone.isHeld()).isTrue();
        }
    }

    @Test
    void termsThatWouldReplaceWhoIsAliveAreRefused() {
        assertThatThrownBy(() -> new StandbyTerms(
                        Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(8), () -> false, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each has to be longer than the one before");
    }

    private static CatalogServer through(int port) {
        return new CatalogServer(
                CatalogAddress.parse("jdbc:postgresql://localhost:" + port + "/" + DATABASE.name()),
                ServerTrust.UNENCRYPTED,
                DATABASE::credentials);
    }

    private static void cutSessions() {
        try {
            DATABASE.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
                    + " current_database() AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
