package io.spicerack.query;

import java.util.List;

/** One caller's way to query what they may see. One thread at a time, but for {@link #cancel} and {@link #close}. */
public interface QuerySession extends AutoCloseable {
    /**
     * Parses, binds and checks one statement: it reads, and nothing else. Catalog statements (pg_catalog,
     * information_schema) are statements like any other.
     *
     * @param sql one statement, a semicolon at its end at most; parameters are {@code $1}, {@code $2}, ...
     * @param parameterTypes of the first parameters, {@link QueryType.Special#UNKNOWN} where the client does not say; there may
     *     be fewer than parameters, and none of them is wrong where the statement can take it
     */
    PreparedQuery prepare(String sql, List<QueryType> parameterTypes) throws QueryRefusal;

    /** Ends what runs now, which then throws {@code why}; nothing where nothing runs. Any thread; returns at once. */
    void cancel(QueryRefusal why);

    /** Ends what runs. Idempotent. */
    @Override
    void close();
}
