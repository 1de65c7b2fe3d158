package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.source.FaultyNetwork;
import io.spicerack.source.FaultyNetwork.Fault;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break or fall silent in the middle of the rows, on both servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class FaultyNetworkTest {
    private static final long IN_THE_ROWS = 300_000;

    private final FaultyNetwork toPostgres;
    private final FaultyNetwork toMariaDb;
    private final PipelineFixture fixture;

    FaultyNetworkTest(PipelineFixture fixture) throws IOException, SQLException {
        VisitSources sources = VisitSources.create(20_000, 20_000, 100);
        TestDatabase postgres = sources.postgres();
        TestDatabase mariaDb = sources.mariaDb();
        toPostgres = new FaultyNetwork(postgres.server().port());
        toMariaDb = new FaultyNetwork(mariaDb.server().port());
        this.fixture = fixture.idleTimeout(Duration.ofSeconds(2));
        source("pg", DataSourceType.POSTGRESQL, toPostgres.port(), postgres.name());
        source("my", DataSourceType.MARIADB, toMariaDb.port(), mariaDb.name());
        fixture.routes()
                .shared()
                .query("of-pg", "pg", "SELECT id, note FROM visit")
                .query("of-my", "my", "SELECT id, note FROM visit")
                .values("of-pg-by-value", "pg", "SELECT id, note FROM visit")
                .values("of-my-by-value", "my", "SELECT id, note FROM visit");
        fixture.start();
    }

    private void source(String id, DataSourceType type, int port, String database) {
        fixture.spice()
                .dataSources()
                .create(
                        PipelineFixture.definition(id, type, "127.0.0.1", port, database),
                        new CredentialsInput.SecretArn(fixture.secret(id, TestDatabases.PASSWORD)));
    }

    @AfterAll
    void close() throws IOException {
        toPostgres.close();
        toMariaDb.close();
    }

    private FaultyNetwork network(String source) {
        return source.startsWith("pg") ? toPostgres : toMariaDb;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my", "pg-by-value", "my-by-value"})
    void oneThatIsCutInTheMiddleOfTheRowsBeginsAgainAndNoRowIsLostOrTwice(String source) {
        fixture.probe().published("of-" + source);
        int before = network(source).accepted();
        network(source).next(2, Fault.CUT, IN_THE_ROWS);
        fixture.probe().published("of-" + source);
        assertThat(network(source).accepted() - before).isGreaterThanOrEqualTo(3);
        List<List<String>> rows = fixture.probe().rows("of-" + source);
        assertThat(rows.stream().map(row -> row.get(0)).distinct()).hasSize(20_000);
        assertThat(rows).hasSize(20_000);
        assertThat(fixture.probe().onDisk("of-" + source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void oneThatCannotBeOpenedAgainAtOnceIsTriedLater(String source) {
        int before = network(source).accepted();
        // a server that crashes and is starting anew
        network(source).next(1, Fault.CUT, IN_THE_ROWS);
        network(source).then(1, Fault.CUT, 1);
        fixture.probe().published("of-" + source);
        assertThat(network(source).accepted() - before).isGreaterThanOrEqualTo(3);
        assertThat(fixture.probe().rows("of-" + source)).hasSize(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void oneThatCannotBeOpenedTheFirstTimeFailsAtOnce(String source) {
        fixture.probe().published("of-" + source);
        int before = network(source).accepted();
        network(source).next(1, Fault.CUT, 1);
        fixture.probe().fails("of-" + source, IngestionErrorType.CONNECTION_FAILURE, "Cannot connect to data source");
        assertThat(network(source).accepted() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void oneThatIsCutEachTimeFailsInTheEndAndTheOldVersionServes(String source) {
        fixture.probe().published("of-" + source);
        network(source).next(100, Fault.CUT, IN_THE_ROWS);
        try {
            fixture.probe().fails("of-" + source, IngestionErrorType.CONNECTION_FAILURE, "127.0.0.1");
        } finally {
            network(source).next(0, Fault.NONE, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void oneThatFallsSilentInTheMiddleOfTheRowsDoesNotHang(String source) {
        fixture.probe().published("of-" + source);
        network(source).next(1, Fault.SILENCE, IN_THE_ROWS);
        fixture.probe().fails("of-" + source, IngestionErrorType.QUERY_TIMEOUT, "the idle time-out 2 s");
        fixture.probe().published("of-" + source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void oneThatIsSilentFromTheStartDoesNotHang(String source) {
        fixture.probe().published("of-" + source);
        network(source).next(1, Fault.SILENCE, 0);
        fixture.probe().fails("of-" + source, IngestionErrorType.UNROUTABLE_HOST, "did not answer within 5 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "my"})
    void cancellingWhatHasFallenSilentDoesNotHang(String source) {
        var dataSet = new DataSetId("of-" + source);
        fixture.probe().published(dataSet.value());
        network(source).next(10, Fault.SILENCE, IN_THE_ROWS);
        try {
            var ingestion = fixture.spice().ingestions().request(dataSet, RequestSource.MANUAL);
            Awaitility.await()
                    .until(() ->
                            fixture.spice().dataSets().read(dataSet, ingestion).isPresent());
            fixture.spice().ingestions().cancel(dataSet, ingestion, "enough");
            assertThat(fixture.probe().ended(dataSet, ingestion).status()).isEqualTo(IngestionStatus.CANCELLED);
        } finally {
            network(source).next(0, Fault.NONE, 0);
        }
    }
}
