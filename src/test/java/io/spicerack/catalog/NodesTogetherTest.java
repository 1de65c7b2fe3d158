package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.HOSPITAL;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.dataSource;
import static io.spicerack.catalog.CatalogFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.catalog.database.NodeWord;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.record.NodeRecord;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.core.sources.ConnectionPlaces;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.VersionId;
import io.spicerack.tls.ServerTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that work on one catalog at once: each changes it as long as the others believe that it is alive, and not longer. */
@WithServers
class NodesTogetherTest {
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final AtomicBoolean replaced = new AtomicBoolean();
    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    @TempDir
    Path directory = Path.of("never-used");

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private StandbyTerms terms(Duration lease) {
        return new StandbyTerms(
                EVERY, lease.multipliedBy(3).dividedBy(4), lease, () -> false, () -> replaced.set(true));
    }

    private Path file(String node) {
        return directory.resolve(node).resolve("catalog.db");
    }

    private Catalog open(String node, CatalogServer server, Duration lease) {
        return Catalog.together(server, file(node), CLOCK, terms(lease));
    }

    private Catalog open(String node) {
        return open(node, PostgresCatalogs.server(database), NEVER);
    }

    private CatalogServer through(int port) {
        return new CatalogServer(
                CatalogAddress.parse("jdbc:postgresql://localhost:" + port + "/" + database.name()),
                ServerTrust.UNENCRYPTED,
                database::credentials);
    }

    private static String me(Catalog catalog) {
        return catalog.fellows().map(Fellows::me).orElseThrow();
    }

    private static List<NodeRecord> nodes(Catalog catalog) {
        return catalog.read(tx -> tx.nodes().list());
    }

    /** What a node hears, and whether it has carried that out. */
    private static final class Ear implements NodeWord.Hearer {
        private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean done = new AtomicBoolean(true);

        @Override
        public void hear(NodeWord word) {
            heard.add(word.kind() + " " + word.about());
        }

        @Override
        public boolean isDone() {
            return done.get();
        }
    }

    @Test
    void allOfThemChangeItAndEachIsShownAsWorking() {
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            first.run(tx -> tx.settings().put("a", "by the first"));
            second.run(tx -> tx.settings().put("b", "by the second"));
            first.read(tx -> assertThat(tx.settings().find("b")).contains("by the second"));
            assertThat(nodes(second)).extracting(NodeRecord::works).containsExactly(true, true);
            assertThat(nodes(second)).extracting(NodeRecord::id).containsExactlyInAnyOrder(me(first), me(second));
        }
    }

    @Test
    void whoIsSilentChangesNothingAnyMoreAndWhatItHeldIsFree() throws Exception {
        Duration lease = Duration.ofSeconds(1);
        try (LostAnswers network = new LostAnswers(database.server().port());
                Catalog paused = open("a", through(network.port()), lease);
                Catalog other = open("b", PostgresCatalogs.server(database), lease)) {
            await().until(() -> paused.does("duty"));
            paused.run(tx -> {
                tx.dataSets().declare(PATIENTS, "Patients", null);
                tx.ingestions().queue(PATIENTS, new IngestionId("i"), RequestType.FULL_REFRESH, RequestSource.MANUAL);
                tx.holds().hold(new VersionId("v"), me(paused));
                assertThat(tx.ingestions().claimNext(PATIENTS, Optional.of(me(paused))))
                        .isPresent();
            });
            assertThat(other.does("duty")).isFalse();
            assertThat(other.<List<?>>read(tx -> tx.nodeIngestions().ofNobody()))
                    .isEmpty();
            network.stall();
            await().until(() -> nodes(other).size() == 1);
            assertThat(paused.isHeld()).isFalse();
            assertThat(paused.does("duty")).isFalse();
            await().until(() -> other.does("duty"));
            other.read(tx -> {
                assertThat(tx.nodeIngestions().ofNobody()).singleElement().satisfies(running -> assertThat(running.id())
                        .isEqualTo(new IngestionId("i")));
                return assertThat(tx.holds().isHeldElsewhere(new VersionId("v"), me(other)))
                        .isFalse();
            });
            network.pass();
            await().untilTrue(replaced);
            assertThatThrownBy(() -> paused.run(tx -> tx.settings().put("a", "by a ghost")))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("this node was silent for too long, and others have ended what it did on the"
                            + " catalog " + paused.place() + ": it changes nothing any more. Start it again");
            other.read(tx -> assertThat(tx.settings().find("a")).isEmpty());
        }
    }

    /** A node that is stopped in the middle of a change holds the turn of all: its session is ended with it. */
    @Test
    void whoFallsSilentInTheMiddleOfAChangeHoldsUpNobodyForLongerThanItsLease() throws Exception {
        Duration lease = Duration.ofSeconds(1);
        try (LostAnswers network = new LostAnswers(database.server().port());
                Catalog paused = open("a", through(network.port()), lease);
                Catalog other = open("b", PostgresCatalogs.server(database), lease)) {
            assertThatThrownBy(() -> paused.run(tx -> {
                        tx.settings().put("a", "half");
                        network.stall();
                        other.run(there -> there.settings().put("b", "whole"));
                        network.pass();
                        tx.settings().put("a", "half and more");
                    }))
                    .isInstanceOf(CatalogException.class);
            other.read(tx -> {
                assertThat(tx.settings().find("a")).isEmpty();
                return assertThat(tx.settings().find("b")).contains("whole");
            });
            await().untilTrue(replaced);
        }
    }

    @Test
    void aNodeThatLeavesHandsOverWhatItAloneDid() {
        try (Catalog second = open("b")) {
            try (Catalog first = open("a")) {
                await().until(() -> first.does("key watch"));
                assertThat(second.does("key watch")).isFalse();
                await().untilAsserted(() -> assertThat(nodes(second))
                        .filteredOn(node -> node.id().equals(me(first)))
                        .flatExtracting(NodeRecord::duties)
                        .containsExactly("key watch"));
            }
            await().until(() -> second.does("key watch"));
        }
        assertThat(replaced).isFalse();
    }

    @Test
    void whatIsToldIsHeardByAllAndIsDoneOnceAllHaveSaidSo() {
        Ear one = new Ear();
        Ear two = new Ear();
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            first.fellows().orElseThrow().hear(one);
            second.fellows().orElseThrow().hear(two);
            two.done.set(false);
            long place = first.write(tx -> tx.nodes().tell(NodeWord.Kind.KEY_SHUT, "a key"));
            await().until(() -> one.heard.contains("KEY_SHUT a key") && two.heard.contains("KEY_SHUT a key"));
            await().until(() -> unheard(first, place).size() == 1);
            two.done.set(true);
            await().until(() -> unheard(first, place).isEmpty());
            first.run(tx -> tx.nodes().forgetHeard());
            assertThat(one.heard).hasSize(1);
        }
    }

    private static List<String> unheard(Catalog catalog, long place) {
        return catalog.read(tx -> tx.nodes().unheard(place));
    }

    /** Without a notice from the server the next look finds it. */
    @Test
    void whatTheServerDoesNotSayIsFoundAtTheNextLook() throws Exception {
        Ear ear = new Ear();
        try (Catalog first = open("a")) {
            first.fellows().orElseThrow().hear(ear);
            database.execute("DROP TRIGGER spicerack_told ON node_word");
            first.run(tx -> tx.nodes().tell(NodeWord.Kind.SCHEDULES, ""));
            await().until(() -> ear.heard.contains("SCHEDULES "));
        }
    }

    /** It would not hear of a lock-down, although it can say that it is alive. */
    @Test
    void whoCannotCarryOutWhatIsToldIsNotTakenForAlive() {
        NodeWord.Hearer broken = new NodeWord.Hearer() {
            @Override
            public void hear(NodeWord word) {
                throw new IllegalStateException("cannot");
            }

            @Override
            public boolean isDone() {
                return true;
            }
        };
        Duration lease = Duration.ofSeconds(1);
        try (Catalog deaf = open("a", PostgresCatalogs.server(database), lease);
                Catalog other = open("b", PostgresCatalogs.server(database), lease)) {
            deaf.fellows().orElseThrow().hear(broken);
            other.fellows().orElseThrow().hear(new Ear());
            long place = other.write(tx -> tx.nodes().tell(NodeWord.Kind.KEY_SHUT, "a key"));
            await().until(() -> !deaf.isHeld());
            await().until(() -> unheard(other, place).isEmpty());
            assertThat(nodes(other)).extracting(NodeRecord::id).containsExactly(me(other));
        }
    }

    @Test
    void membersOfAGroupRunOnTheNodeThatBeganWithOne() {
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            first.run(tx -> {
                for (String id : List.of("one", "two")) {
                    DataSetId dataSet = new DataSetId(id);
                    tx.dataSets().declare(dataSet, id, null);
                    tx.ingestions()
                            .queue(dataSet, new IngestionId("i"), RequestType.FULL_REFRESH, RequestSource.MANUAL);
                    tx.groups().add("run", "group", dataSet, new IngestionId("i"));
                }
            });
            assertThat(claims(first, "one")).isTrue();
            assertThat(claims(second, "two"))
                    .as("its place is in the memory of the first")
                    .isFalse();
            assertThat(claims(first, "two")).isTrue();
        }
    }

    private static boolean claims(Catalog catalog, String dataSet) {
        return catalog.write(tx -> tx.ingestions()
                        .claimNext(new DataSetId(dataSet), catalog.fellows().map(Fellows::me)))
                .isPresent();
    }

    @Test
    void aTimeOfAScheduleIsSomebodysOnceInWhateverOrderTheyCome() {
        Instant ten = Instant.parse("2026-11-30T10:00:00Z");
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            assertThat(isFirst(first, ten)).isTrue();
            assertThat(isFirst(second, ten.plusSeconds(60))).isTrue();
            assertThat(isFirst(second, ten)).as("who is late").isFalse();
            assertThat(isFirst(first, ten.plusSeconds(60))).isFalse();
        }
    }

    private static boolean isFirst(Catalog catalog, Instant time) {
        return catalog.write(tx -> tx.schedules().isFirst("nightly", time));
    }

    @Test
    void connectionsToASourceAreCountedAcrossNodes() {
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            first.run(tx -> tx.dataSources().insert(dataSource()));
            ConnectionPlaces here = new ConnectionPlaces(first, HOSPITAL);
            ConnectionPlaces there = new ConnectionPlaces(second, HOSPITAL);
            assertThat(here.take(1, 3, 4)).isEqualTo(3);
            assertThat(there.take(2, 2, 4)).as("one is left").isZero();
            assertThat(there.take(1, 2, 4)).isEqualTo(1);
            here.give(3);
            assertThat(there.take(1, 8, 4)).isEqualTo(3);
        }
    }

    @Test
    void whatOneNodeDoesAtATimeIsNotBegunByAnother() {
        try (Catalog first = open("a");
                Catalog second = open("b")) {
            NodeTurns here = new NodeTurns(first);
            NodeTurns there = new NodeTurns(second);
            here.run("grants", () -> {
                assertThat(there.tryRun("grants", () -> {})).isFalse();
                assertThat(there.tryRun("rewraps", () -> {})).isTrue();
            });
            assertThat(there.tryRun("grants", () -> {})).isTrue();
        }
    }

    /** Its row tells the others, and not its own threads. */
    @Test
    void whatOneThreadDoesAtATimeIsNotBegunByAnotherOfTheSameNode() {
        try (Catalog node = open("a")) {
            new NodeTurns(node).run("rewraps", () -> assertThat(
                            CompletableFuture.supplyAsync(() -> new NodeTurns(node).tryRun("rewraps", () -> {}))
                                    .join())
                    .isFalse());
        }
    }

    @Test
    void aNodeThatWasStartedOtherwiseIsRefused() {
        try (Catalog first = open("a")) {
            first.run(tx -> tx.audit().append(event("first")));
            assertThatThrownBy(() -> Catalog.open(PostgresCatalogs.server(database), file("b"), CLOCK))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("the catalog " + first.place() + " is in use by several nodes that work at once. One"
                            + " Spicerack uses a catalog at a time: stop that one, or"
                            + " give this one a catalog of its own");
        }
        try (Catalog alone = Catalog.open(PostgresCatalogs.server(database), file("b"), CLOCK)) {
            assertThatThrownBy(() -> open("a"))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageStartingWith("the catalog " + alone.place() + " is in use by process ")
                    .hasMessageEndingWith(
                            "That one was not started with spicerack.nodes=together: stop it, or start all"
                                    + " nodes with it");
        }
    }
}
