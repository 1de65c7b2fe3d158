package io.spicerack.source;

import io.spicerack.wire.StatementPurpose;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection whose session is settled and whose snapshot is taken.
 *
 * @param meter hears of all values that are read over it
 */
public record SourceSession(
        Connection connection, SourceConfig config, SnapshotInfo snapshot, SourceFailures failures, ReadMeter meter) {
    /** Connects. */
    @FunctionalInterface
    public interface Connecting {
        Connection connect() throws SQLException;
    }

    /** Settles the session and takes the snapshot. */
    @FunctionalInterface
    public interface Beginning {
        SnapshotInfo begin(Connection connection) throws SQLException;
    }

    /**
     * Leaves no connection open where either fails.
     *
     * @param user who logs in; empty for nobody
     */
    public static SourceSession open(
            SourceConfig config,
            ServerErrors errors,
            ReadMeter meter,
            String user,
            Connecting connecting,
            Beginning beginning) {
        SourceFailures failures = new SourceFailures(config, errors);
        return meter.asking(StatementPurpose.SESSION, "")
                .send(
                        () -> {
                            Connection connection = connecting.connect();
                            try {
                                return new SourceSession(
                                        connection, config, beginning.begin(connection), failures, meter);
                            } catch (SQLException | RuntimeException e) {
                                connection.close();
                                throw e;
                            }
                        },
                        e -> failures.connecting(e, user));
    }
}
