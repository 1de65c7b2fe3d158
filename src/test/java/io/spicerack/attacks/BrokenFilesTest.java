package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.queue.RouteFiles.State;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is broken, stolen from another or gone harms its own data sets alone, and is told. */
@TakesLong
class BrokenFilesTest {
    private static final DataSetId ROWS = new DataSetId("rows");

    private PipelineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = PipelineFixture.open(directory);
        fixture.postgres("db", 1);
        fixture.routes().shared().query("rows", "db", "SELECT 1 AS id").query("other", "db", "SELECT 1 AS id");
        fixture.start();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itsOwnDataSetsAreRefusedWithEveryFaultAndNoOther() throws IOException {
        // without it, its last good version would go on
        Files.delete(fixture.directory().resolve("kept-routes/rows.camel.yaml.json"));
        fixture.routes().write("rows", "dataSet: rows\ndataSorce: db\nsql: SELECT 1 AS id\nconnections: 99\n");
        fixture.restart();
        assertThat(states()).containsExactly("routes/other.camel.yaml LIVE", "routes/rows.camel.yaml REFUSED");
        assertThat(refused().why())
                .contains(
                        "routes/rows.camel.yaml:2:1: ", "did you mean 'dataSource'?", "routes/rows.camel.yaml:4:14: ");
        assertThat(refused().dataSets()).containsExactly(ROWS);
        assertThatThrownBy(() -> fixture.spice().ingestions().request(ROWS, RequestSource.MANUAL))
                .hasMessageContaining("its file is refused: routes/rows.camel.yaml:");
        assertThat(fixture.spice().ingestions().request(new DataSetId("other"), RequestSource.MANUAL))
                .isNotNull();
        assertThat(fixture.spice().audit().search(AuditQuery.newest(50).named("RefuseRouteFile")))
                .singleElement()
                .satisfies(record -> assertThat(record.json()).contains("routes/rows.camel.yaml", "dataset/rows"));
    }

    @Test
    void aFileThatTakesTheNameOfAnotherIsTheOneThatIsRefused() {
        fixture.routes().query("a-thief", "db", "SELECT 2 AS id");
        fixture.routes().write("a-thief", "dataSet: rows\ndataSource: db\nsql: SELECT 'forged' AS id\n");
        fixture.restart();
        assertThat(states())
                .containsExactly(
                        "routes/a-thief.camel.yaml REFUSED",
                        "routes/other.camel.yaml LIVE",
                        "routes/rows.camel.yaml LIVE");
        assertThat(refused().why()).contains("data set 'rows' stands at routes/rows.camel.yaml:4:12 too");
    }

    @Test
    void whatNoFileDeclaresIsNeverQueuedAndCanBeDeleted() throws IOException {
        fixture.pipeline().close();
        IngestionId waiting = fixture.spice().ingestions().request(ROWS, RequestSource.MANUAL);
        Files.delete(fixture.directory().resolve("routes/rows.camel.yaml"));
        fixture.restart();
        assertThat(fixture.spice()
                        .ingestions()
                        .find(ROWS, waiting)
                        .orElseThrow()
                        .status())
                .isEqualTo(IngestionStatus.FAILED);
        assertThatThrownBy(() -> fixture.spice().ingestions().request(ROWS, RequestSource.SCHEDULED))
                .hasMessageContaining(
                        "data set 'rows' is declared by no file any more (it was in routes/rows.camel.yaml:")
                .hasMessageContaining("spicerack data-set delete rows");
        assertThatThrownBy(() -> fixture.spice().definedDataSets().deleteUndeclared(new DataSetId("other")))
                .hasMessageContaining("is declared in routes/other.camel.yaml:");
        fixture.spice().definedDataSets().deleteUndeclared(ROWS);
        assertThat(fixture.spice().dataSets().view(ROWS)).isEmpty();
        assertThat(fixture.spice().audit().search(AuditQuery.newest(50).named("DeleteDataSet")))
                .hasSize(1);
    }

    @Test
    void theOperatorsFilesAndWhatIsAllowedAreOnRecordAtEachStart() {
        fixture.property("spicerack.routes.allow", "direct:reconcile,file").restart();
        assertThat(fixture.spice().audit().search(AuditQuery.newest(50).named("LoadSystemRoutes")))
                .hasSize(2)
                .first()
                .satisfies(record -> assertThat(record.json())
                        .contains("system/credentials.camel.yaml", "\"sha256\":\"", "file opens every file"));
    }

    private List<String> states() {
        return files().stream().map(line -> line.file() + " " + line.state()).toList();
    }

    private RouteFiles.Line refused() {
        return files().stream()
                .filter(line -> line.state() == State.REFUSED)
                .findFirst()
                .orElseThrow();
    }

    private List<RouteFiles.Line> files() {
        return fixture.spice().ingestions().routeFiles().all();
    }
}
