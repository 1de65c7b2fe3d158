package io.spicerack.pgwire.sql;

import java.util.List;
import java.util.Optional;

/** A statement that a client sent: a query, or what the door answers itself. Immutable. */
public sealed interface Statement {
    /**
     * A query.
     *
     * @param verb what it is called when it is complete: SELECT, or its first word
     */
    record Query(String sql, String verb) implements Statement {}

    record Begin(String tag) implements Statement {}

    record Commit() implements Statement {}

    record Rollback() implements Statement {}

    record Savepoint(String name) implements Statement {}

    record Release(String name) implements Statement {}

    record RollbackTo(String name) implements Statement {}

    /**
     * SET.
     *
     * @param value empty for its default
     */
    record Assign(String setting, Optional<String> value, String tag) implements Statement {}

    /** What changes nothing here, such as {@code UNLISTEN *}. */
    record Nothing(String tag) implements Statement {}

    record Show(String setting) implements Statement {}

    record ResetAll(String tag) implements Statement {}

    /** All that a session has: settings, prepared statements, cursors. */
    record DiscardAll() implements Statement {}

    /**
     * DEALLOCATE.
     *
     * @param name empty for all
     */
    record Deallocate(Optional<String> name) implements Statement {}

    record CopyOut(String query, CopyFormat format) implements Statement {}

    record Declare(String cursor, String query, boolean binary, boolean hold) implements Statement {}

    /**
     * FETCH.
     *
     * @param rows at most; {@code Long.MAX_VALUE} for all
     */
    record Fetch(String cursor, long rows) implements Statement {}

    /**
     * CLOSE.
     *
     * @param cursor empty for all
     */
    record CloseCursor(Optional<String> cursor) implements Statement {}

    /** Words that begin what changes nothing in a transaction that has failed but ends it. */
    List<Class<? extends Statement>> ENDS_A_FAILURE = List.of(Commit.class, Rollback.class, RollbackTo.class);
}
