package io.spicerack.api;

import static io.spicerack.api.ServiceFixture.ACCOUNT;
import static io.spicerack.api.ServiceFixture.column;
import static io.spicerack.api.ServiceFixture.query;
import static io.spicerack.api.ServiceFixture.request;
import static io.spicerack.api.ServiceFixture.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.model.DataSetId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.quicksight.model.ConflictException;
import software.amazon.awssdk.services.quicksight.model.CreateDataSetRequest;
import software.amazon.awssdk.services.quicksight.model.CreateDataSetResponse;
import software.amazon.awssdk.services.quicksight.model.DataSet;
import software.amazon.awssdk.services.quicksight.model.Ingestion;
import software.amazon.awssdk.services.quicksight.model.IngestionRequestType;
import software.amazon.awssdk.services.quicksight.model.InputColumnDataType;
import software.amazon.awssdk.services.quicksight.model.OutputColumn;
import software.amazon.awssdk.services.quicksight.model.ResourceExistsException;
import software.amazon.awssdk.services.quicksight.model.ResourceNotFoundException;

/** Data sets of the API from their creation to their end, as the SDK sees them. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
@WithCore
class DataSetsTest {
    private final ServiceFixture api;

    DataSetsTest(ServiceFixture api) throws Exception {
        this.api = api;
        api.postgres.execute(
                "CREATE TABLE visits (id integer, ward text, cost numeric(12,2), seen timestamptz, open boolean)",
                """
                INSERT INTO visits SELECT n, CASE WHEN n % 2 = 0 THEN 'north' ELSE 'Łódź' END, n / 4.0,
                timestamptz '2026-01-01 12:00+00' + n * interval '1 hour', n % 3 = 0 FROM generate_series(1, 100) AS n""");
    }

    private static CreateDataSetRequest visits(String id) {
        return request(
                id,
                table(
                        "visits",
                        column("id", InputColumnDataType.INTEGER),
                        column("ward", InputColumnDataType.STRING),
                        column("cost", InputColumnDataType.DECIMAL),
                        column("seen", InputColumnDataType.DATETIME),
                        column("open", InputColumnDataType.BOOLEAN)));
    }

    @Test
    void aTableBecomesADataSetThatIsDescribedAsItWasMade() {
        CreateDataSetResponse created = api.client.createDataSet(visits("made"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.arn()).isEqualTo("arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":dataset/made");
        assertThat(created.ingestionArn()).isEqualTo(created.arn() + "/ingestion/" + created.ingestionId());
        Ingestion first = api.completed("made", created.ingestionId());
        assertThat(first.requestType()).isEqualTo(IngestionRequestType.INITIAL_INGESTION);
        assertThat(first.rowInfo().rowsIngested()).isEqualTo(100);
        assertThat(first.rowInfo().totalRowsInDataset()).isEqualTo(100);
        DataSet described = api.described("made");
        assertThat(described.name()).isEqualTo("The made");
        assertThat(described.physicalTableMap()).isEqualTo(visits("made").physicalTableMap());
        assertThat(described.importModeAsString()).isEqualTo("SPICE");
        assertThat(described.outputColumns())
                .extracting(OutputColumn::name, OutputColumn::typeAsString)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", "INTEGER"),
                        org.assertj.core.groups.Tuple.tuple("ward", "STRING"),
                        org.assertj.core.groups.Tuple.tuple("cost", "DECIMAL"),
                        org.assertj.core.groups.Tuple.tuple("seen", "DATETIME"),
                        org.assertj.core.groups.Tuple.tuple("open", "INTEGER"));
        assertThat(described.consumedSpiceCapacityInBytes())
                .as("four numbers and dates of 12 bytes, a text of 24 bytes and its length, 5 or 7")
                .isEqualTo(100 * (4 * 12 + 24) + 50 * 5 + 50 * 7);
        assertThat(api.probe().rows("made").get(0)).containsExactly("1", "Łódź", "0.25", "2026-01-01T13:00Z", "false");
    }

    @Test
    void anUpdateBringsAnEditAndAnotherSetOfColumns() {
        api.created(visits("edited"));
        String before = api.probe().current("edited").orElseThrow();
        var updated = api.client.updateDataSet(update -> update.awsAccountId(ACCOUNT)
                .dataSetId("edited")
                .name("Renamed")
                .importMode("SPICE")
                .physicalTableMap(java.util.Map.of(
                        "t", query("pg", "SELECT ward, count(*) AS n FROM visits GROUP BY ward -- all;"))));
        assertThat(updated.status()).isEqualTo(200);
        Ingestion edit = api.completed("edited", updated.ingestionId());
        assertThat(edit.requestType()).isEqualTo(IngestionRequestType.EDIT);
        assertThat(api.described("edited").name()).isEqualTo("Renamed");
        assertThat(api.described("edited").outputColumns())
                .extracting(OutputColumn::name)
                .containsExactly("ward", "n");
        assertThat(api.probe().rows("edited")).containsExactlyInAnyOrder(List.of("north", "50"), List.of("Łódź", "50"));
        assertThat(api.probe().onDisk("edited")).hasSize(1).doesNotContain(before);
    }

    @Test
    void aDeletedDataSetLeavesNothing() {
        api.created(visits("gone"));
        assertThat(api.probe().onDisk("gone")).hasSize(1);
        var deleted =
                api.client.deleteDataSet(delete -> delete.awsAccountId(ACCOUNT).dataSetId("gone"));
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.arn()).endsWith(":dataset/gone");
        assertThat(api.pipeline.directory().resolve("store").resolve("gone")).doesNotExist();
        assertThatThrownBy(() -> api.described("gone")).isInstanceOf(ResourceNotFoundException.class);
        assertThat(api.pipeline.spice().dataSets().view(new DataSetId("gone"))).isEmpty();
        api.created(visits("gone"));
        assertThat(api.client
                        .listIngestions(list -> list.awsAccountId(ACCOUNT).dataSetId("gone"))
                        .ingestions())
                .as("a new one of the same id has no history of the old one")
                .hasSize(1);
    }

    @Test
    void anIdIsTakenOnlyOnce() {
        api.created(visits("twice"));
        assertThatThrownBy(() -> api.client.createDataSet(visits("twice")))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageContaining("data set 'twice' exists already");
    }

    @Test
    void dataSetsOutliveARestart() {
        api.created(visits("kept"));
        List<List<String>> rows = api.probe().rows("kept");
        api.restart();
        assertThat(api.described("kept").name()).isEqualTo("The kept");
        assertThat(api.probe().rows("kept")).isEqualTo(rows);
        assertThat(api.refreshed("kept", "after", "FULL_REFRESH").ingestionStatusAsString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void aDataSetOfARouteIsChangedInItsFile() {
        api.pipeline.spice().dataSets().declare(new DataSetId("routed"), "routes/routed.camel.yaml");
        assertThatThrownBy(() -> api.client.deleteDataSet(
                        delete -> delete.awsAccountId(ACCOUNT).dataSetId("routed")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is declared in routes/routed.camel.yaml");
        assertThatThrownBy(() -> api.client.updateDataSet(update -> update.awsAccountId(ACCOUNT)
                        .dataSetId("routed")
                        .name("n")
                        .importMode("SPICE")
                        .physicalTableMap(visits("routed").physicalTableMap())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("routes/routed.camel.yaml");
        assertThatThrownBy(() -> api.client.createDataSet(visits("routed")))
                .isInstanceOf(ResourceExistsException.class);
        assertThatThrownBy(() -> {
                    api.created(visits("taken"));
                    api.pipeline.spice().dataSets().declare(new DataSetId("taken"), "routes/taken.camel.yaml");
                })
                .hasMessageContaining("data set 'taken' was made through the API already");
    }
}
