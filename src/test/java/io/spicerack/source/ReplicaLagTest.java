package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.PostgresServer;
import io.spicerack.kit.database.ReplicatingMariaDb;
import io.spicerack.kit.database.StreamingStandby;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.wire.Reach;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real primaries and their replicas, whose replay is held up and goes on. */
@WithServers
class ReplicaLagTest {
    @Test
    void aReplicaIsReadOnlyWhileItKeepsUp(@TempDir Path directory) throws Exception {
        try (StreamingStandby servers = new StreamingStandby(directory)) {
            servers.onPrimary(
                    "CREATE TABLE visit (id int); GRANT SELECT ON visit TO PUBLIC; INSERT INTO visit VALUES (1)");
            Awaitility.await().ignoreExceptions().until(() -> rows(servers.standby(), Duration.ofHours(1)) == 1);

            // a primary that writes nothing makes no replica old
            Awaitility.await().until(() -> age(servers) > 1.2);
            try (SourceConnection source = open(servers.standby(), Optional.of(Duration.ofSeconds(1)))) {
                assertThat(source.snapshot().replicaLag()).hasValue(Duration.ZERO);
                assertThat(source.snapshot().position().orElseThrow()).matches("[0-9A-F]+/[0-9A-F]+");
            }

            servers.onStandby("SELECT pg_wal_replay_pause()");
            servers.onPrimary("INSERT INTO visit VALUES (2)");
            Awaitility.await().until(() -> behind(servers));
            assertThatThrownBy(() -> open(servers.standby(), Optional.of(Duration.ofSeconds(1))))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageMatching(
                            "POSTGRESQL 127.0.0.1:\\d+/hospital is a replica that is [0-9.]+ (s|min|h) behind; the source"
                                    + " budget allows 1 s \\(ReplicaLag\\)\\. Refresh when it has caught up, read the primary,"
                                    + " or raise the budget\\.")
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED);
            assertThat(rows(servers.standby(), Duration.ofHours(1))).isEqualTo(1);
            try (SourceConnection source = open(servers.standby(), Optional.empty())) {
                assertThat(source.snapshot().replicaLag().orElseThrow()).isGreaterThan(Duration.ofSeconds(1));
            }

            servers.onStandby("SELECT pg_wal_replay_resume()");
            Awaitility.await().ignoreExceptions().until(() -> rows(servers.standby(), Duration.ofSeconds(1)) == 2);

            // without its primary nobody can tell what is missing
            servers.primary().close();
            Awaitility.await().untilAsserted(() -> assertThatThrownBy(
                            () -> open(servers.standby(), Optional.of(Duration.ofSeconds(1))))
                    .hasMessageContaining("is a replica that is "));
        }
    }

    @Test
    void aReplicaOfMariaDbIsReadOnlyWhileItKeepsUp(@TempDir Path directory) throws Exception {
        try (ReplicatingMariaDb servers = new ReplicatingMariaDb(directory)) {
            TestDatabase replica = servers.onTheReplica();
            servers.onPrimary("CREATE TABLE visit (id INT)", "INSERT INTO visit VALUES (1)");
            Awaitility.await().ignoreExceptions().until(() -> rows(replica, Duration.ofHours(1)) == 1);
            try (SourceConnection source = open(replica, Optional.of(Duration.ofSeconds(1)))) {
                assertThat(source.snapshot().replicaLag()).hasValue(Duration.ZERO);
                assertThat(source.snapshot().position().orElseThrow()).isEqualTo(gtid(servers));
            }

            servers.onReplica("STOP SLAVE", "CHANGE MASTER TO MASTER_DELAY = 3600", "START SLAVE");
            servers.onPrimary("INSERT INTO visit VALUES (2)");
            Awaitility.await()
                    .untilAsserted(() -> assertRefused(
                            replica,
                            "that is \\d+ (s|min|h) behind; the source budget allows 1 s \\(ReplicaLag\\)\\. .*"));
            assertThat(rows(replica, Duration.ofHours(1))).isEqualTo(1);
            try (SourceConnection source = open(replica, Optional.empty())) {
                assertThat(source.snapshot().replicaLag()).as("nobody asked").isEmpty();
            }

            servers.onReplica("STOP SLAVE", "CHANGE MASTER TO MASTER_DELAY = 0", "START SLAVE");
            Awaitility.await().ignoreExceptions().until(() -> rows(replica, Duration.ofSeconds(1)) == 2);

            // it has all that there is, and nobody can tell for how long
            String unknown = "of unknown lag \\(its replication does not run\\); the source budget allows 1 s .*";
            for (String thread : List.of("SQL_THREAD", "IO_THREAD")) {
                servers.onReplica("STOP SLAVE " + thread);
                assertRefused(replica, unknown);
                servers.onReplica("START SLAVE " + thread);
                Awaitility.await().ignoreExceptions().until(() -> rows(replica, Duration.ofSeconds(1)) == 2);
            }
            servers.primary().close();
            Awaitility.await().untilAsserted(() -> assertRefused(replica, unknown));
        }
    }

    private static void assertRefused(TestDatabase database, String how) {
        assertThatThrownBy(() -> open(database, Optional.of(Duration.ofSeconds(1))))
                .isInstanceOf(IngestionException.class)
                .hasMessageMatching("MARIADB 127.0.0.1:\\d+/hospital is a replica " + how)
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED);
    }

    private static String gtid(ReplicatingMariaDb servers) throws SQLException {
        try (Connection connection = servers.onThePrimary().connect();
                var row = connection.createStatement().executeQuery("SELECT @@gtid_binlog_pos")) {
            row.next();
            return row.getString(1);
        }
    }

    private static SourceConnection open(TestDatabase database, Optional<Duration> limit) {
        SourceConfig without = TestSource.config(
                database,
                database.server() instanceof PostgresServer ? DataSourceType.POSTGRESQL : DataSourceType.MARIADB);
        SourceConfig config = new SourceConfig(
                without.type(),
                without.host(),
                without.port(),
                without.database(),
                without.trust(),
                without.timeouts(),
                without.types(),
                new SourceConfig.Limits(
                        Optional.empty(), limit, SourceConfig.Limits.ROW_BYTES, Optional.empty(), Reach.ANYWHERE));
        return TestSource.open(config, database.credentials());
    }

    private static int rows(TestDatabase database, Duration limit) {
        try (SourceConnection source = open(database, Optional.of(limit))) {
            return TestSource.rows(source, "SELECT id FROM visit").size();
        }
    }

    private static double age(StreamingStandby servers) throws SQLException {
        try (Connection connection = servers.standby().connect();
                var row = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())")) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static boolean behind(StreamingStandby servers) throws SQLException {
        try (Connection connection = servers.standby().connect();
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
