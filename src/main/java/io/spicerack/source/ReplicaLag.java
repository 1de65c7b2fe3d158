package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a server is behind the one that it copies; a replica beyond the limit, or of unknown lag, is not read. Stateless. */
public final class ReplicaLag {
    /**
     * The age of the last transaction that was replayed, but none where all that came is replayed and more would come: on a
     * primary without writes that age grows although nothing is missing.
     */
    private static final String POSTGRES =
            """
            SELECT pg_is_in_recovery(),
                CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
                        AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
                    ELSE floor(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000) END""";

    private ReplicaLag() {}

    /** Empty for a primary. */
    public static Optional<Duration> postgres(Connection connection, SourceConfig config) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(POSTGRES)) {
            row.next();
            if (!row.getBoolean(1)) {
                return Optional.empty();
            }
            long millis = Math.max(0, row.getLong(2));
            return checked(config, row.wasNull() ? null : Duration.ofMillis(millis), "it has replayed nothing yet");
        }
    }

    /** Empty for a primary, and where there is no limit: the question needs a privilege. */
    public static Optional<Duration> mySql(Connection connection, SourceConfig config, boolean mariaDb)
            throws SQLException {
        if (config.limits().replicaLag().isEmpty()) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(mariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS")) {
            Optional<Duration> most = Optional.empty();
            while (rows.next()) {
                long seconds = rows.getLong(mariaDb ? "Seconds_Behind_Master" : "Seconds_Behind_Source");
                Duration lag = rows.wasNull() ? null : Duration.ofSeconds(seconds);
                Duration of =
                        checked(config, lag, "its replication does not run").orElseThrow();
                most = most.filter(other -> other.compareTo(of) > 0).or(() -> Optional.of(of));
            }
            return most;
        } catch (SQLException e) {
            if (e.getErrorCode() != 1227) {
                throw e;
            }
            throw new IngestionException(
                    IngestionErrorType.PERMISSION_DENIED,
                    config.place()
                            + " does not tell this user whether it is a replica that lags, which the source budget"
                            + " limits to " + config.limits().replicaLag().orElseThrow() + ". Grant it "
                            + (mariaDb ? "REPLICA MONITOR" : "REPLICATION CLIENT") + ", or set ReplicaLag: 0s.");
        }
    }

    private static Optional<Duration> checked(SourceConfig config, @Nullable Duration lag, String unknown) {
        Optional<Duration> limit = config.limits().replicaLag();
        if (limit.isPresent() && (lag == null || lag.compareTo(limit.get()) > 0)) {
            throw new IngestionException(
                    IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                    config.place() + " is a replica "
                            + (lag == null ? "of unknown lag (" + unknown + ")" : "that is " + lag + " behind")
                            + "; the source budget allows " + limit.get()
                            + " (ReplicaLag). Refresh when it has caught up, read the primary, or raise the budget.");
        }
        return Optional.ofNullable(lag);
    }
}
