package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever stops a reader stops what it waits for, whether that is a session yet or not. */
@WithServers
class SessionStopTest {
    /** What a test would never wait for: only a stop ends a session that its server leaves in silence. */
    private static final Duration LONG = Duration.ofMinutes(50);

    private static TestDatabase database(DataSourceType type) {
        return (type == DataSourceType.POSTGRESQL ? TestDatabases.postgres() : TestDatabases.mariaDb()).newDatabase();
    }

    private static SourceConnection open(
            FaultyNetwork network, DataSourceType type, TestDatabase to, StoppableReader reader) {
        SourceConfig config = new SourceConfig(
                type,
                "127.0.0.1",
                network.port(),
                to.name(),
                false,
                new SourceConfig.Timeouts(LONG, Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
        return Databases.SERVED.of(type).open(config, to.credentials(), reader);
    }

    /** From the first byte of the server's greeting on, through log-in and settings to the snapshot. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aSessionThatIsNotOneYetIsStoppedWhereverItsServerFellSilent(DataSourceType type) throws IOException {
        TestDatabase database = database(type);
        try (FaultyNetwork network = new FaultyNetwork(database.server().port())) {
            for (long bytes = 1; bytes < 1_200; bytes += 130) {
                network.next(1, FaultyNetwork.Fault.SILENCE, bytes);
                StoppableReader reader = new StoppableReader();
                CompletableFuture<SourceConnection> opening =
                        CompletableFuture.supplyAsync(() -> open(network, type, database, reader));
                Awaitility.await().until(reader::hasSessions);
                reader.stop();
                ends(opening.thenAcceptAsync(connection -> {
                    // it was one before its server fell silent: the first stop asked the server, the next one cuts the
                    // wire
                    reader.stop();
                    try (connection) {
                        TestSource.rows(connection, "SELECT 1 AS one");
                    }
                }));
                assertThat(reader.hasSessions()).as("it has ended").isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aSessionThatIsStoppedBeforeItConnectsDoesNotConnect(DataSourceType type) throws IOException {
        TestDatabase database = database(type);
        try (FaultyNetwork network = new FaultyNetwork(database.server().port())) {
            StoppableReader reader = new StoppableReader() {
                @Override
                public void begins(SessionStop session) {
                    session.stop();
                }
            };
            ends(CompletableFuture.runAsync(() -> open(network, type, database, reader)));
            assertThat(network.accepted()).isZero();
        }
    }

    /** A server that was heard to stop, and says so over a connection through which nothing comes any more. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aSessionWhoseServerIsNotHeardEndsAtTheSecondStop(DataSourceType type) throws IOException {
        TestDatabase database = database(type);
        try (FaultyNetwork network = new FaultyNetwork(database.server().port())) {
            network.next(1, FaultyNetwork.Fault.SILENCE, 40_000);
            StoppableReader reader = new StoppableReader();
            SourceConnection connection = open(network, type, database, reader);
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> TestSource.rows(connection, "SELECT '" + "x".repeat(60_000) + "' AS much"));
            Awaitility.await().until(() -> reader.asked(StatementPurpose.ROWS));
            reader.stop();
            reader.stop();
            ends(reading);
            connection.close();
            assertThat(reader.hasSessions()).isFalse();
        }
    }

    private static void ends(CompletableFuture<Void> work) {
        assertThat(work)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .withMessageEndingWith("was cancelled.")
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.INGESTION_CANCELED);
    }
}
