package io.spicerack.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that was found good, to run any number of times, one after the other. Of its session's thread. */
public interface PreparedQuery extends AutoCloseable {
    /** The type of each parameter, as the client said or as the statement takes it. */
    List<QueryType> parameters();

    /** What an answer has; at least one column. */
    List<QueryColumn> columns();

    /**
     * Runs it. The statement is on record, and its data sets are open, before this returns. Several answers of one session
     * may be open at a time (portals), of which one is read at a time.
     *
     * @param values one for each parameter, as {@link QueryType} says; null for NULL
     */
    QueryRows run(List<@Nullable Object> values, QueryLimits limits) throws QueryRefusal;

    /** Forgets it; its open answers stay. Idempotent. */
    @Override
    void close();
}
