package io.spicerack.wire;

import java.util.Locale;

/** What a statement is sent to a database for. */
public enum StatementPurpose {
    /** To begin a session: who connects, settles it and takes a snapshot sends more than one. */
    SESSION,
    /** To learn a query's columns; no row is read. */
    COLUMNS,
    /** To hear what the planner expects. */
    ESTIMATE,
    /** To divide a query into parts. */
    SPLIT,
    ROWS,
    /** To compare what was sealed. */
    RECONCILE,
    /** To see whether a connection works, and what its user may do. */
    TEST,
    /** As a route says, with {@code jdbc:}. */
    ROUTE,
    /** To keep writers waiting while several connections take one snapshot. */
    LOCK;

    /** What records call it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
