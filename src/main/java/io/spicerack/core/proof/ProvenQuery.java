package io.spicerack.core.proof;

/**
 * A query whose rows are to be proven. Immutable.
 *
 * @param sql that is run
 * @param unbounded what is the same for each refresh: without the bounds of an incremental one, and with what becomes of the
 *     rows
 */
public record ProvenQuery(String sql, String unbounded) {
    public ProvenQuery(String sql) {
        this(sql, sql);
    }
}
