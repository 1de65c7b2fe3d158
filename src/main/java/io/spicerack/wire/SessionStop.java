package io.spicerack.wire;

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

    private final WireLimits wire;
    private final OnServer onServer;
    private final Runnable whenStopped;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable Connection connection;

    /** Stops what runs over a connection, from another thread than the one that waits for it. */
    @FunctionalInterface
    public interface OnServer {
        void stop(Connection connection) throws SQLException;
    }

    /**
     * Of a session that is about to be connected.
     *
     * @param wire what the server may send over it
     * @param whenStopped hears of it first, so that a failure that comes of it is known for what it is
     */
    public SessionStop(WireLimits wire, OnServer onServer, Runnable whenStopped) {
        this.wire = wire;
        this.onServer = onServer;
        this.whenStopped = whenStopped;
    }

    public WireLimits wire() {
        return wire;
    }

    /** It is settled: from now on its server is asked to stop, so that nothing runs on there. */
    public void begun(Connection settled) {
        connection = settled;
    }

    /**
     * Stops the statement that runs. Called again it ends the session: there is nothing that a server could stop between two
     * statements, and what it says when it stops one may not come through.
     */
    public void stop() {
        boolean again = stopped.getAndSet(true);
        whenStopped.run();
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
    public void stopStatement() {
        Connection settled = connection;
        if (settled == null || wire.isCut()) {
            wire.cut();
            return;
        }
        try {
            onServer.stop(settled);
        } catch (SQLException e) {
            LOGGER.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("a server could not be told to stop a query; the connection to it is ended");
            wire.cut();
        }
    }
}
