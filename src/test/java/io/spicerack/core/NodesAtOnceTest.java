package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.NodeRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.revoke.Lockdown.Reaction;
import io.spicerack.core.revoke.Lockdown.Switched;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two cores on one catalog, one store and one KMS, both at work: what one does the other one heeds. */
@WithServers
class NodesAtOnceTest {
    /** Longer than any of these tests: both live all the time. */
    private static final StandbyTerms TERMS = new StandbyTerms(
            Duration.ofMillis(50), Duration.ofMinutes(9), Duration.ofMinutes(10), () -> false, () -> {});

    private final TestDatabase kept = TestDatabases.postgres().newDatabase();
    private final LocalAws aws;
    private final AwsCore first;
    private final AwsCore second;
    private final KeyReference key;

    NodesAtOnceTest(@TempDir Path directory) throws Exception {
        aws = AwsCore.startAws(directory.resolve("aws"));
        first = open(directory, "first");
        second = open(directory, "second");
        TestDatabase clinic = TestDatabases.postgres().newDatabase();
        clinic.execute("CREATE TABLE visit AS SELECT g AS id FROM generate_series(1, 2000) g");
        ClinicSource.create(first, clinic);
        key = first.console().createKey("key of the visits");
        first.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
    }

    private AwsCore open(Path directory, String node) {
        return AwsCore.open(
                directory,
                aws.endpoint(),
                () -> Catalog.together(
                        NodeProcess.server(kept.url().replaceFirst("[?].*", "")),
                        directory.resolve(node).resolve("catalog.db"),
                        Clock.systemUTC(),
                        TERMS));
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
        aws.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private void publish(AwsCore on) throws Exception {
        first.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
        on.run("SELECT * FROM visit");
    }

    @Test
    void aLockDownOnOneCutsTheReadersOfTheOtherAndIsDoneOnlyThen() throws Exception {
        publish(first);
        try (OpenDataSet there = second.spice().readers().open(AwsCore.VISITS)) {
            there.next(new RowGroup(there.schema()));
            List<Switched> locked = first.spice().lockdown().lockDown(List.of(key));
            boolean cut = there.isCut() && there.isSilent();
            assertThat(locked).singleElement().satisfies(done -> {
                assertThat(done.failure()).isNull();
                assertThat(done.reactions())
                        .singleElement()
                        .extracting(Reaction::millis)
                        .matches(millis -> millis.isPresent());
            });
            assertThat(cut).as("when it is done, all have cut").isTrue();
        }
        assertThat(second.spice().keyWatch().observation(key).orElseThrow().state())
                .isEqualTo(KeyState.Disabled);
        assertThat(first.spice().lockdown().unlock(List.of(key)))
                .singleElement()
                .satisfies(done -> assertThat(done.failure()).isNull());
        second.spice().readers().open(AwsCore.VISITS).close();
    }

    /** One of them asks KMS. */
    @Test
    void whatTheKeyWatchOfOneFindsCutsTheReadersOfTheOther() throws Exception {
        publish(second);
        await().until(() -> watches(first) || watches(second));
        AwsCore watching = watches(first) ? first : second;
        AwsCore other = watching == first ? second : first;
        try (OpenDataSet there = other.spice().readers().open(AwsCore.VISITS)) {
            // as somebody in KMS's console would
            first.clients().kms().disableKey(request -> request.keyId(key.toString()));
            other.spice().keyWatch().look();
            assertThat(there.isCut()).as("nobody has looked yet").isFalse();
            watching.spice().keyWatch().look();
            await().until(there::isCut);
        }
        assertThat(other.spice().keyWatch().observation(key).orElseThrow().state())
                .isEqualTo(KeyState.Disabled);
    }

    private boolean watches(AwsCore core) {
        core.spice().keyWatch().look();
        return core.catalog().read(tx -> tx.nodes().list()).stream()
                .filter(node -> node.id().equals(me(core)))
                .anyMatch(node -> node.duties().contains("key watch"));
    }

    private static String me(AwsCore core) {
        return core.catalog().fellows().map(Fellows::me).orElseThrow();
    }

    @Test
    void aRefreshIsCancelledFromTheOtherNodeAndShownOnItsOwn() throws Exception {
        IngestionId ingestion = second.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
        try (Refresh running = first.spice()
                .ingestions()
                .next(AwsCore.VISITS, Duration.ofSeconds(30))
                .orElseThrow()) {
            assertThat(second.spice().ingestions().next(AwsCore.VISITS, Duration.ZERO))
                    .as("it runs elsewhere")
                    .isEmpty();
            NodeRecord node = second.spice().nodes().list().stream()
                    .filter(each -> each.id().equals(me(first)))
                    .findFirst()
                    .orElseThrow();
            assertThat(second.spice().nodes().running(node)).containsExactly(AwsCore.VISITS);
            second.spice().ingestions().cancel(AwsCore.VISITS, ingestion, "somebody has asked for it");
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> running.running().goOn())
                                    .isInstanceOf(IngestionException.class)
                                    .hasMessageContaining("somebody has asked for it"));
            running.fail(new IllegalStateException("stopped"));
        }
        assertThat(second.spice()
                        .ingestions()
                        .find(AwsCore.VISITS, ingestion)
                        .orElseThrow()
                        .status())
                .isEqualTo(IngestionStatus.CANCELLED);
    }

    /** Its files stay until the other node's reader has gone, and go then. */
    @Test
    void aVersionThatTheOtherReadsIsNotDeleted() throws Exception {
        publish(first);
        VersionRecord before;
        try (OpenDataSet there = second.spice().readers().open(AwsCore.VISITS)) {
            before = there.version();
            publish(first);
            first.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            first.run("SELECT * FROM visit");
            assertThat(first.store().versions())
                    .anyMatch(stored -> stored.version().equals(before.id()));
            there.next(new RowGroup(there.schema()));
        }
        await().untilAsserted(() -> assertThat(first.store().versions())
                .noneMatch(stored -> stored.version().equals(before.id())));
    }

    @Test
    void bothMayRewrapAndReadersGoOnUnderTheKeyThatIsTheVersions() throws Exception {
        publish(first);
        KeyReference next = first.console().createKey("the next key");
        first.spice().keyRegistrations().update(List.of(new RegisteredKey(next, true), new RegisteredKey(key, false)));
        try (OpenDataSet there = second.spice().readers().open(AwsCore.VISITS)) {
            first.spice().rewraps().rewrap(AwsCore.VISITS);
            await().until(() -> there.key().equals(next));
            first.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
            second.spice().rewraps().rewrap(AwsCore.VISITS);
            assertThat(there.key()).isEqualTo(key);
        }
        first.spice().readers().open(AwsCore.VISITS).close();
    }

    @Test
    void aScheduleThatIsChangedOnOneIsHeardOfOnTheOther() {
        AtomicInteger told = new AtomicInteger();
        second.spice().schedules().whenChanged(told::incrementAndGet);
        first.spice()
                .schedules()
                .create(
                        AwsCore.VISITS,
                        new RefreshSchedule(
                                new ScheduleId("hourly"),
                                new ScheduleFrequency(RefreshInterval.HOURLY, null, ZoneOffset.UTC, null),
                                null,
                                RequestType.FULL_REFRESH));
        await().until(() -> told.get() == 1);
    }

    /** What one has staged is no left-over of a crash. */
    @Test
    void aNodeLeavesWhatAnotherIsMaking() throws Exception {
        second.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
        try (Refresh running = first.spice()
                .ingestions()
                .next(AwsCore.VISITS, Duration.ofSeconds(30))
                .orElseThrow()) {
            second.spice().ingestions().seeToOthers();
            assertThat(second.catalog()
                            .<List<IngestionRecord>>read(tx -> tx.ingestions().running()))
                    .hasSize(1);
            running.fail(new IllegalStateException("ended by the test"));
        }
    }
}
