package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.kit.database.DatabaseConfig;
import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.PostgresServer;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is killed in the middle of the rows, as the system does that is out of memory, and started anew. */
@WithServers
class KilledServerTest {
    /** A way to start one of the servers, a view of one row, and the same view with rows that never end. */
    record Kind(DataSourceType type, Function<DatabaseConfig, DatabaseServer> start, String one, String endless) {
        @Override
        public String toString() {
            return type.toString();
        }
    }

    static Stream<Kind> both() {
        String view = "CREATE OR REPLACE VIEW visit AS SELECT ";
        return Stream.of(
                new Kind(
                        DataSourceType.POSTGRESQL,
                        PostgresServer::start,
                        view + "7 AS id",
                        view + "id FROM (SELECT generate_series(1, 2000000000) AS id) AS numbers"),
                new Kind(
                        DataSourceType.MARIADB,
                        TestDatabases::startMariaDb,
                        view + "CAST(seq + 6 AS SIGNED) AS id FROM " + TestDatabases.sequence(2) + " WHERE seq = 1",
                        view + "CAST(seq + 6 AS SIGNED) AS id FROM " + TestDatabases.sequence(100_000_000_000L)));
    }

    @ParameterizedTest
    @MethodSource("both")
    void itsRefreshFailsInTheEndTheOldVersionServesAndTheNextOneCompletes(Kind kind, @TempDir Path directory)
            throws Exception {
        try (PipelineFixture fixture = PipelineFixture.open(directory.resolve("pipeline"))) {
            int port;
            String old;
            try (DatabaseServer server = kind.start().apply(config(directory, 0))) {
                port = server.port();
                TestDatabase database = new TestDatabase(server, server.database());
                database.execute(kind.one());
                fixture.dataSource("db", kind.type(), database)
                        .routes()
                        .shared()
                        .query("visits", "db", "SELECT id FROM visit");
                fixture.start().probe().published("visits");
                old = fixture.probe().current("visits").orElseThrow();

                database.execute(kind.endless());
                IngestionRecord ended = killed(fixture, server);
                assertThat(ended.status()).isEqualTo(IngestionStatus.FAILED);
                assertThat(Objects.requireNonNull(ended.error()).type())
                        .isEqualTo(IngestionErrorType.CONNECTION_FAILURE);
            }
            assertThat(fixture.probe().onDisk("visits")).containsExactly(old);
            assertThat(fixture.probe().rows("visits")).containsExactly(List.of("7"));

            try (DatabaseServer server = kind.start().apply(config(directory, port))) {
                new TestDatabase(server, server.database()).execute(kind.one());
                fixture.probe().published("visits");
                assertThat(fixture.probe().current("visits")).isNotEqualTo(old);
            }
        }
    }

    /** Kills the server when the first row group is sealed, and waits for the refresh to end. */
    private static IngestionRecord killed(PipelineFixture fixture, DatabaseServer server) {
        DataSetId visits = new DataSetId("visits");
        IngestionId ingestion = fixture.spice().ingestions().request(visits, RequestSource.MANUAL);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.spice().ingestions().running().stream()
                .anyMatch(refresh -> refresh.progress().rows() > 0));
        ProcessHandle process = ProcessHandle.of(server.processId()).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        process.destroyForcibly();
        IngestionRecord ended = fixture.probe().ended(visits, ingestion);
        // what is left of it would keep the next one from starting
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
        return ended;
    }

    private static DatabaseConfig config(Path directory, int port) {
        return new DatabaseConfig(
                directory.resolve("server"),
                DatabaseConfig.userCache(),
                port,
                "hospital",
                new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
    }
}
