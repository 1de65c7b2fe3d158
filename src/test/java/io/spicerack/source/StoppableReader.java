package io.spicerack.source;

import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the sessions that there are for it, as a refresh does, and stops them. Thread-safe. */
class StoppableReader implements ReadMeter {
    private final Set<SessionStop> sessions = ConcurrentHashMap.newKeySet();
    private final Set<StatementPurpose> asked = ConcurrentHashMap.newKeySet();

    void stop() {
        sessions.forEach(SessionStop::stop);
    }

    boolean hasSessions() {
        return !sessions.isEmpty();
    }

    boolean asked(StatementPurpose purpose) {
        return asked.contains(purpose);
    }

    @Override
    public void read(long bytes) {}

    @Override
    public void begins(SessionStop session) {
        sessions.add(session);
    }

    @Override
    public void ended(SessionStop session) {
        sessions.remove(session);
    }

    @Override
    public AskedStatement asking(StatementPurpose purpose, String sql) {
        asked.add(purpose);
        return AskedStatement.UNRECORDED;
    }
}
