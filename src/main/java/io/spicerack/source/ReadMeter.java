package io.spicerack.source;

import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.SessionStop;
import io.spicerack.wire.StatementPurpose;

/**
 * Hears of each statement before a database is sent it, and how many bytes of rows have come from there; slows the reader
 * down by taking its time. COPY is counted as PostgreSQL sends it; elsewhere the drivers do not tell what came over the
 * network, and values are counted: 8 bytes for a number, a date or a time, a text's or binary's own bytes. Called by the
 * thread that reads, every 64 KiB or so; implementations are thread-safe.
 */
public interface ReadMeter {
    ReadMeter NONE = bytes -> {};

    void read(long bytes);

    /** A session is about to be made: whoever stops the reader stops it as well, until it has ended. Throws where he has. */
    default void begins(SessionStop session) {}

    default void ended(SessionStop session) {}

    /** Throws where somebody has stopped the reader. */
    default void goOn() {}

    /** Its session is being stopped: no more time is to be taken. */
    default void hurry() {}

    /**
     * A statement is about to be sent; where it cannot be put on record this throws, and it must not be.
     *
     * @param sql as it was asked for, not as it is wrapped on its way
     */
    default AskedStatement asking(StatementPurpose purpose, String sql) {
        return AskedStatement.UNRECORDED;
    }
}
