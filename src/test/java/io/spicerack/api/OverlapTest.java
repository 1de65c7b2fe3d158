package io.spicerack.api;

import static io.spicerack.api.ServiceFixture.ACCOUNT;
import static io.spicerack.api.ServiceFixture.query;
import static io.spicerack.api.ServiceFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.LogLines;
import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.AccessDeniedException;
import software.amazon.awssdk.services.quicksight.model.Ingestion;
import software.amazon.awssdk.services.quicksight.model.PhysicalTable;

/** Ingestions that meet an update, a deletion, a cancel or another ingestion of their data set. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
@WithCore
class OverlapTest {
    private static final PhysicalTable SLOW = query("pg", "SELECT 1 AS a, pg_sleep(120)::text AS b");

    private final ServiceFixture api;

    OverlapTest(ServiceFixture api) {
        this.api = api;
    }

    @Test
    void anUpdateSupersedesWhatRunsAndSuppressesWhatWaits() throws Exception {
        try (LogLines log = LogLines.at(Map.of("io.spicerack.core.refresh", Level.INFO))) {
            superseded();
            // nothing failed: what the update brings takes its place
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("ingestion superseded; the version before goes on serving"))
                    .noneMatch(line -> line.contains("ingestion failed"));
        }
    }

    private void superseded() throws Exception {
        api.created(request("edited", query("pg", "SELECT 1 AS a")));
        String running = updated(SLOW);
        await().atMost(Duration.ofSeconds(30)).until(this::sleeps);
        api.client.createIngestion(
                create -> create.awsAccountId(ACCOUNT).dataSetId("edited").ingestionId("waits"));
        Ingestion waiting = api.ingestion("edited", "waits");
        assertThat(waiting.queueInfo().waitingOnIngestion()).isEqualTo(running);
        assertThat(waiting.queueInfo().queuedIngestion()).isEqualTo("waits");
        String edit = updated(query("pg", "SELECT 7 AS a"));
        assertThat(api.ended("edited", running).errorInfo().typeAsString()).isEqualTo("INGESTION_SUPERSEDED");
        assertThat(api.ended("edited", "waits").errorInfo().typeAsString()).isEqualTo("REFRESH_SUPPRESSED_BY_EDIT");
        assertThat(api.completed("edited", edit).requestTypeAsString()).isEqualTo("EDIT");
        assertThat(api.probe().rows("edited")).containsExactly(List.of("7"));
    }

    @Test
    void aDeletionEndsWhatRunsOnTheServerAndLeavesNothing() throws Exception {
        running("deleted");
        api.client.deleteDataSet(delete -> delete.awsAccountId(ACCOUNT).dataSetId("deleted"));
        await().atMost(Duration.ofSeconds(30)).until(() -> !sleeps());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !java.nio.file.Files.exists(
                        api.pipeline.directory().resolve("store").resolve("deleted")));
    }

    @Test
    void aCancelEndsTheQueryOnTheServer() throws Exception {
        String running = running("cancelled");
        api.client.cancelIngestion(
                cancel -> cancel.awsAccountId(ACCOUNT).dataSetId("cancelled").ingestionId(running));
        assertThat(api.ended("cancelled", running).ingestionStatusAsString()).isEqualTo("CANCELLED");
        await().atMost(Duration.ofSeconds(30)).until(() -> !sleeps());
        assertThat(api.probe().onDisk("cancelled")).isEmpty();
    }

    @Test
    void whoeverMakesADataSetNeedsItsDataSource() {
        try (var key = api.pipeline.spice().principals().create("maker", List.of("quicksight:*"), List.of())) {
            String secret = key.secretAccessKey().reveal(text -> text);
            try (QuickSightClient maker = api.client(key.principal().accessKeyId(), secret)) {
                assertThatThrownBy(() -> maker.createDataSet(request("theirs", query("pg", "SELECT 1 AS a"))))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("quicksight:PassDataSource");
            }
        }
    }

    private String updated(PhysicalTable table) {
        return api.client
                .updateDataSet(update -> update.awsAccountId(ACCOUNT)
                        .dataSetId("edited")
                        .name("edited")
                        .importMode("SPICE")
                        .physicalTableMap(Map.of("t", table)))
                .ingestionId();
    }

    /** Creates a data set whose query sleeps, and waits until it does. */
    private String running(String id) throws Exception {
        String ingestion = api.client.createDataSet(request(id, SLOW)).ingestionId();
        await().atMost(Duration.ofSeconds(30)).until(this::sleeps);
        return ingestion;
    }

    private boolean sleeps() throws SQLException {
        try (Connection connection = api.postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state = 'active' AND query LIKE 'COPY%pg_sleep%'")) {
            count.next();
            return count.getInt(1) > 0;
        }
    }
}
