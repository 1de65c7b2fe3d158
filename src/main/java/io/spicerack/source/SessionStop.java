package io.spicerack.source;

import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as whoever stops it has it, from before it is connected until it has ended: whatever it waits for, a lock on a
 * table as well, it waits no longer. Thread-safe.
 */
public final class SessionStop {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionStop.class);

    private final ReadMeter meter;
    private final WireLimits wire;
    private final OnServer onServer;
    private final QueryState state = new QueryState();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable Connection connection;

    /** Stops what runs over a connection, from another thread than the one that waits for it. */
    @FunctionalInterface
    public interface OnServer {
        void stop(Connection connection) throws SQLException;
    }

    private SessionStop(ReadMeter meter, WireLimits wire, OnServer onServer) {
        this.meter = meter;
        this.wire = wire;
        this.onServer = onServer;
    }

    /** Of a session that is about to be connected, as the meter hears; what that throws is thrown. */
    public static SessionStop of(ReadMeter meter, WireLimits wire, OnServer onServer) {
        SessionStop stop = new SessionStop(meter, wire, onServer);
        try {
            meter.begins(stop);
        } catch (RuntimeException e) {
            stop.ended();
            throw e;
        }
        return stop;
    }

    /** What the server may send over it. */
    public WireLimits wire() {
        return wire;
    }

    public QueryState state() {
        return state;
    }

    /** It is settled: from now on its server is asked to stop, so that nothing runs on there. */
    public void begun(Connection settled) {
        connection = settled;
    }

    public void ended() {
        meter.ended(this);
    }

    /**
     * Stops the statement that runs. Called again it ends the session: there is nothing that a server could stop between two
     * statements, and what it says when it stops one may not come through.
     */
    public void stop() {
        boolean again = state.cancelled();
        state.cancel();
        meter.hurry();
        if (stopping.compareAndSet(false, true)) {
            try {
                stopStatement();
                if (again) {
                    wire.cut();
                }
            } finally {
                stopping.set(false);
            }
        }
    }

    /** What runs ends on the server; where there is nothing yet, or the server cannot be asked, it ends here. */
    void stopStatement() {
        Connection settled = connection;
        if (settled == null) {
            wire.cut();
            return;
        }
        try {
            onServer.stop(settled);
        } catch (SQLException e) {
            LOGGER.atWarn()
                    .addKeyValue("sqlState", SourceFailures.state(e))
                    .log("a server could not be told to stop a query; the connection to it is ended");
            wire.cut();
        }
    }
}
