package io.spicerack.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.RequestSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a collector gets of refreshes that end well and badly. */
@TakesLong
@WithCore
class TelemetryTest {
    private static final DataSetId PATIENTS = new DataSetId("patients");

    private final CoreFixture core;

    TelemetryTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void aRefreshIsATraceAndTwoEventsWithoutData() throws Exception {
        core.declare("patients");
        try (TelemetryCollector collector = TelemetryCollector.start()) {
            try (Telemetry telemetry = telemetry(collector)) {
                core.spice().ingestions().request(PATIENTS, RequestSource.MANUAL);
                core.runNext(PATIENTS, SampleRows.of(30));
                fail();
                telemetry.look();
                telemetry.look();
            }
            assertThat(collector.lineage()).as("each is told of once").hasSize(4);
            JsonNode done = new ObjectMapper().readTree(collector.lineage().get(1));
            assertThat(done.path("eventType").asText()).isEqualTo("COMPLETE");
            assertThat(done.path("eventTime").asText()).startsWith("2026-11-23T02:14:");
            assertThat(done.path("run").path("runId"))
                    .isEqualTo(new ObjectMapper()
                            .readTree(collector.lineage().get(0))
                            .path("run")
                            .path("runId"));
            assertThat(done.at("/job/name").asText()).isEqualTo("refresh patients");
            assertThat(done.at("/outputs/0/name").asText()).isEqualTo("dataset/patients");
            assertThat(done.at("/outputs/0/facets/schema/fields/1/name").asText())
                    .isEqualTo("name");
            assertThat(done.at("/outputs/0/outputFacets/outputStatistics/rowCount")
                            .asLong())
                    .isEqualTo(30);
            JsonNode failed = new ObjectMapper().readTree(collector.lineage().get(3));
            assertThat(failed.path("eventType").asText()).isEqualTo("FAIL");
            assertThat(failed.at("/run/facets/errorMessage/message").asText()).isEqualTo("SQL_TABLE_NOT_FOUND");
            assertThat(String.join("", collector.traces()))
                    .contains("service.name", "spicerack", "refresh patients", "COMPLETED", "SQL_TABLE_NOT_FOUND");
            assertThat(collector.all())
                    .as("neither cells nor the words of an error")
                    .doesNotContain("O'Brien", "Łucja", "'patient'", "no table");
        }
    }

    @Test
    void aCollectorThatFailsHoldsUpNoRefresh() throws Exception {
        core.declare("patients");
        try (TelemetryCollector collector = TelemetryCollector.start()) {
            collector.answer(500);
            try (Telemetry telemetry = telemetry(collector)) {
                core.spice().ingestions().request(PATIENTS, RequestSource.MANUAL);
                core.runNext(PATIENTS, SampleRows.of(3));
                telemetry.look();
                collector.answer(200);
                fail();
                telemetry.look();
            }
            assertThat(collector.lineage()).as("the one that came afterwards").hasSize(2);
            assertThat(core.spice().dataSets().view(PATIENTS)).isPresent();
        }
    }

    /** What is known of one of them cannot be read: it is told of once it can, and the other at once. */
    @Test
    void whatCannotBeReadAtOneLookIsToldAtTheNext() throws Exception {
        DataSetId visits = core.declare("visits");
        core.declare("patients");
        try (TelemetryCollector collector = TelemetryCollector.start();
                Telemetry telemetry = telemetry(collector)) {
            for (DataSetId dataSet : List.of(PATIENTS, visits)) {
                core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
                core.runNext(dataSet, SampleRows.of(3));
            }
            changeCatalog(
                    "UPDATE data_set_version SET schema_json = 'x' || schema_json WHERE data_set_id = 'patients'");
            telemetry.look();
            assertThat(collector.lineage()).as("those of the other").hasSize(2);
            changeCatalog(
                    "UPDATE data_set_version SET schema_json = substr(schema_json, 2) WHERE data_set_id = 'patients'");
            telemetry.look();
            telemetry.look();
            assertThat(collector.lineage()).hasSize(4);
            assertThat(collector.lineage().get(3)).contains("dataset/patients");
        }
    }

    private void changeCatalog(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + core.directory().resolve("catalog.db"));
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    @Test
    void nobodyIsToldUnlessSomebodyIsNamed() throws Exception {
        try (TelemetryCollector collector = TelemetryCollector.start()) {
            try (Telemetry telemetry = telemetry(new TelemetryConfig(Optional.empty(), Optional.empty()))) {
                core.publish("patients", SampleRows.of(3));
                telemetry.look();
            }
            assertThat(collector.all()).isEqualTo("[][]");
        }
    }

    private void fail() {
        core.spice().ingestions().request(PATIENTS, RequestSource.MANUAL);
        try (Refresh refresh = core.next(PATIENTS)) {
            core.clock().advance(Duration.ofSeconds(4));
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'patient'"));
        }
    }

    private Telemetry telemetry(TelemetryCollector collector) {
        return telemetry(new TelemetryConfig(Optional.of(collector.tracesUrl()), Optional.of(collector.lineageUrl())));
    }

    private Telemetry telemetry(TelemetryConfig config) {
        return Telemetry.start(
                config,
                core.spice().dataSets(),
                core.spice().dataSources(),
                core.spice().ingestions(),
                core.spice().audit(),
                CoreFixture.ACCOUNT);
    }
}
