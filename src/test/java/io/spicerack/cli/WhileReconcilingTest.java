package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An ingestion whose rows are all sealed, while its source takes its time to hash its own. */
@WithServers
@WithCore
class WhileReconcilingTest {
    private static final DataSetId VISITS = new DataSetId("visits");
    private static final int ROWS = 200;

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final Path directory;
    private final PipelineFixture fixture;

    WhileReconcilingTest(PipelineFixture fixture) {
        directory = fixture.directory();
        this.fixture = fixture.idleTimeout(Duration.ofMinutes(5));
    }

    /** The rows are given at once; whatever else asks for them waits for the lock. */
    @BeforeEach
    void publishVisits() throws SQLException {
        database.execute(
                "CREATE FUNCTION gate(bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS 'BEGIN IF current_query() NOT LIKE"
                        + " ''COPY %'' THEN PERFORM pg_advisory_xact_lock_shared(7); END IF; RETURN $1; END'",
                "CREATE TABLE visit (id bigint, note text)",
                "INSERT INTO visit SELECT i, 'note ' || i FROM generate_series(1, " + ROWS + ") i",
                "ANALYZE visit");
        fixture.postgres("pg", database)
                .routes()
                .shared()
                .values("visits", "pg", "SELECT gate(id) AS id, note FROM visit");
        fixture.start();
        fixture.probe().published("visits");
        database.execute("INSERT INTO visit VALUES (0, 'one more')", "ANALYZE visit");
    }

    /** While it is open, no source answers. */
    private Connection closeGate() throws SQLException {
        Connection gate = database.connect();
        try (Statement statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(7)");
        }
        return gate;
    }

    /** Refreshes until the source is asked; gives the server process that is. */
    private IngestionId refresh() {
        IngestionId ingestion = fixture.spice().ingestions().request(VISITS, RequestSource.MANUAL);
        awaitAsked(Set.of());
        return ingestion;
    }

    private Set<Integer> awaitAsked(Set<Integer> before) {
        return await().atMost(Duration.ofSeconds(60))
                .until(this::asked, now -> !now.isEmpty() && now.stream().noneMatch(before::contains));
    }

    /** The processes of the server that wait for the gate. */
    private Set<Integer> asked() throws SQLException {
        Set<Integer> waiting = new TreeSet<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid ="
                                + " l.database WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted")) {
            while (rows.next()) {
                waiting.add(rows.getInt(1));
            }
        }
        return waiting;
    }

    @Test
    void statusAndBeansShowItRunningWithAllItsRowsAndTheOldVersionServing() throws Exception {
        try (ManagementServer server = ManagementServer.start(
                        new ManagementConfig("127.0.0.1", 0, directory.resolve("management.token")),
                        fixture.spice(),
                        Clock.systemUTC());
                OpsBeans beans =
                        OpsBeans.register(fixture.spice(), Clock.systemUTC(), Dawdler.NONE, new Observers().levels())) {
            assertThat(server.url()).isNotNull();
            assertThat(beans).isNotNull();
            IngestionId ingestion;
            try (Connection gate = closeGate()) {
                assertThat(gate.isValid(5)).isTrue();
                ingestion = refresh();
                CompositeData[] running = (CompositeData[]) attribute("type=Ingestions", "Running");
                assertThat(running).hasSize(1);
                assertThat(running[0].getAll(new String[] {"dataSet", "ingestion", "rows", "share", "etaSeconds"}))
                        .containsExactly("visits", ingestion.value(), ROWS + 1L, 0.99, -1L);
                assertThat(attribute("type=DataSet,name=visits", "LastIngestionStatus"))
                        .isEqualTo("RUNNING");
                assertThat(attribute("type=DataSet,name=visits", "Rows")).isEqualTo((long) ROWS);
                assertThat(status()).matches("visits .* 200 .* RUNNING 99 % +-\\s*");
                assertThat(fixture.probe().rows("visits")).hasSize(ROWS);
            }
            assertThat(fixture.probe().ended(VISITS, ingestion).status()).isEqualTo(IngestionStatus.COMPLETED);
            assertThat((CompositeData[]) attribute("type=Ingestions", "Running"))
                    .isEmpty();
            assertThat(status()).matches("visits .* 201 .* COMPLETED +-\\s*");
        }
    }

    private String status() {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new StatusCommand())
                .setOut(new PrintWriter(out))
                .execute("--keep", directory.toString());
        assertThat(exit).isZero();
        // behind the table: what the data source's user may do
        List<String> lines = out.toString()
                .lines()
                .filter(line -> !line.startsWith("data source "))
                .toList();
        assertThat(lines).hasSize(2);
        return lines.get(1);
    }

    private static Object attribute(String bean, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("io.spicerack:" + bean), attribute);
    }

    @Test
    void aConnectionThatBreaksThenBeginsAgainFromTheStart() throws Exception {
        IngestionId ingestion;
        try (Connection gate = closeGate()) {
            assertThat(gate.isValid(5)).isTrue();
            ingestion = refresh();
            Set<Integer> first = asked();
            for (int process : first) {
                database.execute("SELECT pg_terminate_backend(" + process + ")");
            }
            assertThat(awaitAsked(first)).hasSize(1);
        }
        assertThat(fixture.probe().ended(VISITS, ingestion).status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(fixture.probe().rows("visits")).hasSize(ROWS + 1);
        assertThat(fixture.probe().onDisk("visits")).hasSize(1);
    }

    @Test
    void cancellingEndsTheQuestionOnTheServer() throws Exception {
        String before = fixture.probe().current("visits").orElseThrow();
        try (Connection gate = closeGate()) {
            assertThat(gate.isValid(5)).isTrue();
            IngestionId ingestion = refresh();
            fixture.spice().ingestions().cancel(VISITS, ingestion, "enough");
            assertThat(fixture.probe().ended(VISITS, ingestion).status()).isEqualTo(IngestionStatus.CANCELLED);
            assertThat(asked()).isEmpty();
        }
        assertThat(fixture.probe().onDisk("visits")).containsExactly(before);
        fixture.probe().published("visits");
    }
}
