package io.spicerack.camel;

import static io.spicerack.camel.TestRoutes.PUBLISH;
import static io.spicerack.camel.TestRoutes.RECONCILE;
import static io.spicerack.camel.TestRoutes.SEAL;
import static io.spicerack.camel.TestRoutes.body;
import static io.spicerack.camel.TestRoutes.extract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop waits for the refresh in flight, and discards one that does not end in time. */
@WithServers
class DrainTest {
    private static final DataSetId SLOW = new DataSetId("slow");

    private final Path directory;

    DrainTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aRefreshInFlightIsFinishedBeforeTheRoutesEnd() {
        try (PipelineFixture fixture = started("SELECT 1 AS id FROM pg_sleep(1)", "10")) {
            IngestionRecord ended = stopWhileRunning(fixture);
            assertThat(ended.status()).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(ended.rows().rowsIngested()).isEqualTo(1);
        }
    }

    @Test
    void aRefreshThatDoesNotEndWithinTheDrainTimeIsDiscarded() {
        try (PipelineFixture fixture = started("SELECT 1 AS id FROM pg_sleep(600)", "1")) {
            IngestionRecord ended = stopWhileRunning(fixture);
            assertThat(ended.status()).isEqualTo(IngestionStatus.CANCELLED);
            assertThat(fixture.spice().dataSets().view(SLOW).orElseThrow().current())
                    .isNull();
            assertThat(directory.resolve("store").resolve("slow"))
                    .satisfiesAnyOf(store -> assertThat(store).doesNotExist(), store -> assertThat(store)
                            .isEmptyDirectory());
            assertThat(ended.error())
                    .satisfiesAnyOf(error -> assertThat(error).isNull(), error -> assertThat(error.type())
                            .isEqualTo(IngestionErrorType.INGESTION_CANCELED));
        }
    }

    private PipelineFixture started(String sql, String drainSeconds) {
        PipelineFixture fixture = PipelineFixture.open(directory)
                .property("camel.main.shutdownTimeout", drainSeconds)
                .postgres("db", TestDatabases.postgres().newDatabase());
        fixture.routes().shared().dataSet("slow", body(sql) + extract("db") + SEAL + RECONCILE + PUBLISH);
        return fixture.start();
    }

    private static IngestionRecord stopWhileRunning(PipelineFixture fixture) {
        IngestionId id = fixture.spice().ingestions().request(SLOW, RequestSource.MANUAL);
        await().until(() -> !fixture.spice().ingestions().running().isEmpty());
        fixture.pipeline().close();
        await().until(() -> fixture.spice().ingestions().running().isEmpty());
        return fixture.spice().ingestions().find(SLOW, id).orElseThrow();
    }
}
