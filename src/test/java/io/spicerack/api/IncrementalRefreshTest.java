package io.spicerack.api;

import static io.spicerack.api.ServiceFixture.ACCOUNT;
import static io.spicerack.api.ServiceFixture.column;
import static io.spicerack.api.ServiceFixture.query;
import static io.spicerack.api.ServiceFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ReconcileMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.quicksight.model.Ingestion;
import software.amazon.awssdk.services.quicksight.model.InputColumnDataType;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;

/** What an incremental refresh reads again, and what it keeps, over both databases and every kind of date. */
@WithServers
class IncrementalRefreshTest {
    private static final String OLD = "DATE '2001-02-03'";
    private static final String FUTURE = "DATE '2190-01-01'";

    @ParameterizedTest
    @CsvSource({"pg,date,COUNTS", "pg,timestamp,COUNTS", "pg,timestamptz,VALUES", "my,date,COUNTS", "my,datetime,VALUES"
    })
    void rowsOfTheWindowAreReadAgainAndOlderOnesStay(
            String source, String type, ReconcileMode reconcile, @TempDir Path directory) throws Exception {
        try (ServiceFixture api = new ServiceFixture(directory, reconcile)) {
            TestDatabase database = api.postgres;
            if (source.equals("my")) {
                database = TestDatabases.mariaDb().newDatabase();
                api.pipeline.dataSource("my", DataSourceType.MARIADB, database);
            }
            database.execute(
                    "CREATE TABLE seen (id integer, day " + type + " NULL)",
                    "INSERT INTO seen VALUES (1, " + OLD + "), (2, " + OLD + "), (3, current_date), (4, NULL)",
                    "INSERT INTO seen VALUES (5, " + FUTURE + ")");
            api.created(request(
                    "seen",
                    query(
                            source,
                            "SELECT id, day FROM seen",
                            column("id", InputColumnDataType.INTEGER),
                            column("day", InputColumnDataType.DATETIME))));
            window(api, "day");
            String before = api.probe().current("seen").orElseThrow();
            database.execute(
                    "UPDATE seen SET id = id + 100",
                    "DELETE FROM seen WHERE id = 103",
                    "INSERT INTO seen VALUES (6, current_date), (7, NULL)");
            Ingestion refreshed = api.refreshed("seen", "i1", "INCREMENTAL_REFRESH");
            assertThat(refreshed.errorInfo()).isNull();
            assertThat(refreshed.requestTypeAsString()).isEqualTo("INCREMENTAL_REFRESH");
            assertThat(api.probe().rows("seen"))
                    .extracting(row -> row.get(0))
                    .containsExactlyInAnyOrder("1", "2", "104", "105", "6", "7");
            assertThat(refreshed.rowInfo().rowsIngested()).isEqualTo(4);
            assertThat(refreshed.rowInfo().totalRowsInDataset()).isEqualTo(6);
            assertThat(api.probe().onDisk("seen")).hasSize(1).doesNotContain(before);
            assertThat(api.refreshed("seen", "f1", "FULL_REFRESH").rowInfo().rowsIngested())
                    .isEqualTo(6);
            assertThat(api.probe().rows("seen"))
                    .extracting(row -> row.get(0))
                    .containsExactlyInAnyOrder("101", "102", "104", "105", "6", "7");
        }
    }

    @Test
    void aWindowNeedsADateOfTheSource(@TempDir Path directory) throws Exception {
        try (ServiceFixture api = ServiceFixture.open(directory)) {
            api.postgres.execute("CREATE TABLE seen (id integer, day date)");
            api.created(request(
                    "seen",
                    query(
                            "pg",
                            "SELECT id, day FROM seen",
                            column("id", InputColumnDataType.INTEGER),
                            column("day", InputColumnDataType.DATETIME))));
            assertThatThrownBy(() -> window(api, "id"))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("LookbackWindow.ColumnName is 'id'; it must be a DATETIME column");
            assertThatThrownBy(() -> api.refreshed("seen", "i", "INCREMENTAL_REFRESH"))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("has no look-back window");
        }
    }

    private static void window(ServiceFixture api, String column) {
        api.client.putDataSetRefreshProperties(put -> put.awsAccountId(ACCOUNT)
                .dataSetId("seen")
                .dataSetRefreshProperties(properties -> properties.refreshConfiguration(
                        configuration -> configuration.incrementalRefresh(incremental -> incremental.lookbackWindow(
                                window -> window.columnName(column).size(2L).sizeUnit("DAY"))))));
    }
}
