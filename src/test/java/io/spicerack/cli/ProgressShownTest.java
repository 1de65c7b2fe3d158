package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.LogLines;
import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.Secret;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import io.spicerack.source.SplitOptions;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Half of a table has been read, at a pace that a set clock gives: all that people look at says so. */
@WithServers
@WithCore
class ProgressShownTest {
    private static final int HALF = RowGroup.MAX_ROWS;
    private static final DataSourceId SOURCE = new DataSourceId("clinic");
    private static final int SECONDS = 20;
    private static final String HALF_DONE = String.format(
            Locale.ROOT, "%,d rows, %,d rows/s, 50 %%, ETA %d s", HALF, Math.round((double) HALF / SECONDS), SECONDS);
    private static final String ALL_ROWS = String.format(Locale.ROOT, "%,d rows", 2 * HALF);

    /** An int8 is eight bytes on the wire. */
    private static final String ALL_BYTES = String.format(Locale.ROOT, "%,d bytes", 2 * HALF * Long.BYTES);

    private static final String MEGABYTES = String.format(Locale.ROOT, "%.1f MB", 2 * HALF * Long.BYTES / 1e6);

    private final ServedCore served;
    private final CoreFixture core;
    private final DataSetId visits;
    private final CountDownLatch goOn = new CountDownLatch(1);

    ProgressShownTest(ServedCore served) throws SQLException {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE visit AS SELECT i::bigint AS id FROM generate_series(1, " + 2 * HALF + ") i",
                "ANALYZE visit");
        this.served = served;
        core = served.core();
        core.createDefaultKey("ours");
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                SOURCE,
                                "Clinic",
                                DataSourceType.POSTGRESQL,
                                "127.0.0.1",
                                database.server().port(),
                                database.name(),
                                false,
                                null,
                                null),
                        new CredentialsInput.CredentialPair(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
        visits = core.declare("visits");
    }

    @AfterEach
    void stop() {
        goOn.countDown();
    }

    @Test
    void shareAndTimeToGoAreShownByCommandsBeansAndLogAndComparedAfterwards() throws Exception {
        CompletableFuture<Void> route = CompletableFuture.runAsync(this::refresh);
        StringWriter screen = new StringWriter();
        try (OpsBeans beans = OpsBeans.register(core.spice(), core.clock(), Dawdler.NONE, new Observers().levels());
                LogLines log = LogLines.at(Map.of("io.spicerack.core", Level.DEBUG))) {
            CompletableFuture<Integer> command = CompletableFuture.supplyAsync(
                    () -> served.runInTerminal(new RefreshCommand(() -> true), screen, "visits"));
            await().atMost(Duration.ofMinutes(1)).until(() -> core.spice().ingestions().running().stream()
                    .anyMatch(refresh -> refresh.progress().rows() == HALF));
            core.clock().advance(Duration.ofSeconds(SECONDS));

            await().untilAsserted(() ->
                    assertThat(screen.toString()).contains("\rvisits: [##########----------] " + HALF_DONE));
            assertThat(screen.toString())
                    .contains("visits: expected " + ALL_ROWS + ", " + MEGABYTES + " from the source");
            await().untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.contains("refresh under way") && line.contains(HALF_DONE)));
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("reading begins") && line.contains(ALL_ROWS + ", " + ALL_BYTES));
            assertThat(running().get("share")).isEqualTo(0.5);
            assertThat(running().get("etaSeconds")).isEqualTo(20L);
            assertThat(served.run(new StatusCommand())).isZero();
            assertThat(served.out().toString()).containsPattern("visits .* RUNNING 50 % ");
            assertThat(beans).isNotNull();

            goOn.countDown();
            assertThat(command.join()).isZero();
            route.join();
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.contains("ingestion completed") && line.contains(ALL_ROWS + ", " + ALL_BYTES));
        }
        List<String> last = screen.toString().lines().toList();
        String wiped = "\r" + " ".repeat(78) + "\r";
        assertThat(screen.toString()).contains(wiped + "visits: COMPLETED, " + ALL_ROWS + ", ");
        assertThat(last.get(last.size() - 1))
                .matches("visits: expected " + ALL_ROWS + ", " + MEGABYTES + " from the source; came " + ALL_ROWS
                        + ", \\d+\\.\\d MB from the source, 20\\.0 s, the snapshot open for 20\\.0 s over 1 connection at"
                        + " \\d\\.\\d MB/s");
    }

    private CompositeData running() throws Exception {
        return ((CompositeData[]) ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName("io.spicerack:type=Ingestions"), "Running"))
                [0];
    }

    /** As a route does, but for a rest after the first half. */
    private void refresh() {
        try (Refresh refresh = core.next(visits)) {
            Extracted extracted = refresh.begin().extract(SOURCE, "SELECT id FROM visit", SplitOptions.ONE);
            extracted
                    .seal(new Resting(extracted.rows(), goOn), Optional.empty(), RowStep.MASKED)
                    .reconcile()
                    .publish();
        }
    }

    /** Hands on what comes, and rests before the second group. */
    private record Resting(RowGroups rows, CountDownLatch end) implements RowGroups {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean next(RowGroup group) {
            boolean more = rows.next(group);
            if (more && group.longs(0).value(0) > 1) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return more;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
