package io.spicerack.source;

import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;
import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection whose session is settled and whose snapshot is taken.
 *
 * @param stop how others end what is asked over it
 * @param meter hears of all values that are read over it
 */
public record SourceSession(
        Connection connection,
        SourceConfig config,
        SnapshotInfo snapshot,
        SourceFailures failures,
        SessionStop stop,
        QueryState state,
        ReadMeter meter) {
    /**
     * What a database's driver is needed for. Immutable.
     *
     * @param stopping stops what runs
     */
    public record Driver(Connecting connecting, Beginning beginning, SessionStop.OnServer stopping) {}

    /** Connects. */
    @FunctionalInterface
    public interface Connecting {
        Connection connect(WireLimits wire) throws SQLException;
    }

    /** Settles the session and takes the snapshot. */
    @FunctionalInterface
    public interface Beginning {
        SnapshotInfo begin(Connection connection) throws SQLException;
    }

    /**
     * Leaves no connection open where it fails. The meter hears how to stop it before there is a connection.
     *
     * @param user who logs in; empty for nobody
     */
    public static SourceSession open(
            SourceConfig config, ServerErrors errors, ReadMeter meter, String user, Driver driver) {
        QueryState state = new QueryState();
        SessionStop stop = new SessionStop(config.wireLimits(), driver.stopping(), () -> {
            state.cancel();
            meter.hurry();
        });
        SourceFailures failures = new SourceFailures(config, errors);
        boolean begun = false;
        try {
            meter.begins(stop);
            SourceSession session = meter.asking(StatementPurpose.SESSION, "")
                    .send(
                            () -> {
                                Connection connection = driver.connecting().connect(stop.wire());
                                try {
                                    SnapshotInfo snapshot = driver.beginning().begin(connection);
                                    return new SourceSession(
                                            connection, config, snapshot, failures, stop, state, meter);
                                } catch (SQLException | RuntimeException e) {
                                    try (connection) {
                                        throw e;
                                    }
                                }
                            },
                            e -> failures.connecting(e, user, state));
            stop.wire().settled();
            stop.begun(session.connection());
            begun = true;
            return session;
        } finally {
            if (!begun) {
                meter.ended(stop);
            }
        }
    }

    void ended() {
        meter.ended(stop);
    }
}
