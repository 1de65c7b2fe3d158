package io.spicerack.source.mysql;

import io.spicerack.model.DurationText;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.ReplicaLag;
import io.spicerack.source.SourceConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Asks a replica how far it is behind. Stateless. */
final class MySqlReplicaLag {
    /** ER_SPECIFIC_ACCESS_DENIED_ERROR. */
    private static final int NO_PRIVILEGE = 1227;

    private MySqlReplicaLag() {}

    /** Empty for a primary, and where there is no limit: the question needs a privilege. */
    static Optional<Duration> of(Connection connection, SourceConfig config, boolean mariaDb) throws SQLException {
        if (config.limits().replicaLag().isEmpty()) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(mariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS")) {
            Optional<Duration> most = Optional.empty();
            while (rows.next()) {
                long seconds = rows.getLong(mariaDb ? "Seconds_Behind_Master" : "Seconds_Behind_Source");
                Duration lag = rows.wasNull() ? null : Duration.ofSeconds(seconds);
                Duration of = ReplicaLag.checked(config, lag, "its replication does not run")
                        .orElseThrow();
                most = most.filter(other -> other.compareTo(of) > 0).or(() -> Optional.of(of));
            }
            return most;
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_PRIVILEGE) {
                throw e;
            }
            throw new IngestionException(
                    IngestionErrorType.PERMISSION_DENIED,
                    config.place()
                            + " does not tell this user whether it is a replica that lags, which the source budget"
                            + " limits to "
                            + DurationText.of(config.limits().replicaLag().orElseThrow()) + ". Grant it "
                            + (mariaDb ? "REPLICA MONITOR" : "REPLICATION CLIENT") + ", or set ReplicaLag: 0s.");
        }
    }
}
