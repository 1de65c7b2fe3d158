package io.spicerack.query;

import java.util.List;
import java.util.Optional;
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

    /**
     * The version whose rows an answer has, where it can be given in parts: each row of it is made of one row of that version, and
     * of nothing else. Where rows are kept from the caller, whom parts would tell where those are, there is one part.
     */
    default Optional<QueryableDataSet.Version> divisible() {
        return Optional.empty();
    }

    /** Runs a part of it, as {@link #run(List, QueryLimits)} does; refused where the version is no longer the current one. */
    default QueryRows run(QueryPart part, QueryLimits limits) throws QueryRefusal {
        throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "the statement is not answered in parts");
    }

    /** Forgets it; its open answers stay. Idempotent. */
    @Override
    void close();
}
