package io.spicerack.source.postgres;

import io.spicerack.source.ReplicaLag;
import io.spicerack.source.SourceConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Asks a standby how far it is behind. Stateless. */
final class PostgresReplicaLag {
    /**
     * The age of the last transaction that was replayed, but none where all that came is replayed and more would come: on a
     * primary without writes that age grows although nothing is missing.
     */
    private static final String AGE =
            """
            SELECT pg_is_in_recovery(),
                CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
                        AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
                    ELSE floor(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000) END""";

    private PostgresReplicaLag() {}

    /** Empty for a primary. */
    static Optional<Duration> of(Connection connection, SourceConfig config) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(AGE)) {
            row.next();
            if (!row.getBoolean(1)) {
                return Optional.empty();
            }
            long millis = Math.max(0, row.getLong(2));
            return ReplicaLag.checked(
                    config, row.wasNull() ? null : Duration.ofMillis(millis), "it has replayed nothing yet");
        }
    }
}
