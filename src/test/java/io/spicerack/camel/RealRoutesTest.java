package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every file of routes/, as it is, over small tables of the hospital's shape. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
@WithCore
class RealRoutesTest {
    private static final Set<String> OFF_UNLESS_CONFIGURED =
            Set.of("audit-s3", "audit-kafka", "audit-lake", "alerts-sns", "alerts-webhook", "alerts-mail");

    private static final List<String> DATA_SETS =
            List.of("hospital-claims", "hospital-medications", "hospital-observations", "hospital-patients");

    private final PipelineFixture fixture;

    RealRoutesTest(PipelineFixture fixture) throws Exception {
        TestDatabase postgres = TestDatabases.postgres().newDatabase();
        TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();
        postgres.execute(
                """
                CREATE TABLE patients AS SELECT 'p1' AS id, date '1980-02-29' AS birth_date, NULL::date AS death_date,
                '999-12-3456' AS ssn, 'Łucja' AS first_name, '王' AS last_name, NULL::text AS preferred_name, 'F' AS gender,
                'M' AS marital, 'Boston' AS city, 'MA' AS state, 42.3::double precision AS latitude,
                -71.0::double precision AS longitude, 12.50::numeric(12,2) AS healthcare_expenses,
                0.00::numeric(12,2) AS healthcare_coverage, 7 AS income, false AS deceased, '' AS note""",
                """
                CREATE TABLE observations AS SELECT n AS id, timestamptz '2026-01-01 12:00+01' AS observed, 'p1' AS patient_id,
                'e1' AS encounter_id, 'vital' AS category, 'c' AS code, 'd' AS description, 'f' AS finding,
                n / 4.0::double precision AS value, 'kg' AS units, n % 2 = 0 AS abnormal FROM generate_series(1, 500) AS n""");
        mariaDb.execute(
                """
                CREATE TABLE claims AS SELECT 1 AS id, 'p1' AS patient_id, 'Łucja' AS patient_name, 'd1' AS provider_id,
                'y1' AS payer_id, 'e1' AS encounter_id, 'x' AS diagnosis, date '2026-01-01' AS serviced, 'CLOSED' AS status,
                12.34 AS amount, NULL AS outstanding, timestamp '2026-01-02 03:04:05' AS billed, '🌶' AS memo, 1 AS open""",
                """
                CREATE TABLE medications AS SELECT 1 AS id, date '2026-01-01' AS started, NULL AS stopped, 'p1' AS patient_id,
                'y1' AS payer_id, 'e1' AS encounter_id, 'c' AS code, 'd' AS description, 1.00 AS base_cost,
                0.50 AS payer_coverage, 2 AS dispenses, 2.00 AS total_cost, 'r' AS reason_code, 'why' AS reason""");
        this.fixture = fixture.property("hospital.schedule", "0/1 * * * * ?")
                .dataSource("hospital-postgres", DataSourceType.POSTGRESQL, postgres)
                .dataSource("hospital-mysql", DataSourceType.MYSQL, mariaDb);
        TestRoutes.realFiles()
                .map(file -> Objects.requireNonNull(file.getFileName()).toString())
                .forEach(file -> fixture.routes().real(file.replace(".camel.yaml", "")));
        fixture.start();
    }

    @Test
    void everyFileHasTheExtensionThatIsLoaded() throws Exception {
        assertThat(TestRoutes.realFiles())
                .hasSize(TestRoutes.SHARED.size() + DATA_SETS.size())
                .allMatch(file -> file.toString().endsWith(".camel.yaml"));
    }

    @Test
    void everyRouteRunsAndEveryDataSetIsRefreshedAndThenRefreshedByItsSchedule() {
        assertThat(fixture.context().getRoutes()).allSatisfy(route -> assertThat(fixture.context()
                        .getRouteController()
                        .getRouteStatus(route.getRouteId())
                        .isStarted())
                .as(route.getRouteId())
                .isEqualTo(!OFF_UNLESS_CONFIGURED.contains(route.getRouteId())));
        assertThat(fixture.spice().dataSets().views())
                .extracting(status -> status.dataSet().id().value())
                .containsExactlyElementsOf(DATA_SETS);
        DATA_SETS.forEach(fixture.probe()::published);
        assertThat(fixture.probe().rows("hospital-patients"))
                .containsExactly(List.of(
                        "p1",
                        "1980-02-29",
                        "null",
                        "999-12-3456",
                        "Łucja",
                        "王",
                        "null",
                        "F",
                        "M",
                        "Boston",
                        "MA",
                        "42.3",
                        "-71.0",
                        "12.50",
                        "0.00",
                        "7",
                        "false",
                        ""));
        assertThat(fixture.probe().rows("hospital-observations")).hasSize(500);
        assertThat(fixture.probe().rows("hospital-claims").get(0)).contains("Łucja", "🌶", "12.34");
        assertThat(fixture.probe().rows("hospital-medications")).hasSize(1);

        fixture.pipeline().resumeSchedules();
        await().atMost(Duration.ofSeconds(60)).until(() -> DATA_SETS.stream().allMatch(this::refreshedBySchedule));
        fixture.pipeline().pauseSchedules();
    }

    @Test
    void aFileWithASyntaxErrorIsNamedAndTakesNoOtherDown(@TempDir Path other) {
        try (PipelineFixture broken = PipelineFixture.open(other)) {
            broken.routes().shared().write("torn", "- route:\n    id: torn\n   from: {uri: direct:x\n");
            broken.routes().query("good", "db", "SELECT 1 AS id");
            broken.postgres("db", 1).start();
            assertThat(broken.spice().ingestions().routeFiles().all())
                    .extracting(line -> line.file() + " " + line.state())
                    .containsExactly("routes/good.camel.yaml LIVE", "routes/torn.camel.yaml REFUSED");
            assertThat(broken.spice().ingestions().routeFiles().all().get(1).why())
                    .startsWith("routes/torn.camel.yaml:3:4: ");
        }
    }

    private boolean refreshedBySchedule(String dataSet) {
        return fixture.spice().ingestions().list(new DataSetId(dataSet), 100).stream()
                .anyMatch(ingestion -> ingestion.requestSource() == RequestSource.SCHEDULED
                        && ingestion.status() == IngestionStatus.COMPLETED);
    }
}
