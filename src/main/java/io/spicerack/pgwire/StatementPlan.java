package io.spicerack.pgwire;

import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement, ready to run. Not thread-safe. */
interface StatementPlan extends AutoCloseable {
    default List<QueryType> parameters() {
        return List.of();
    }

    /** What a client is told of its rows; empty where it gives none. */
    default List<QueryColumn> columns() {
        return List.of();
    }

    /**
     * Begins an answer.
     *
     * @param formats one for each column
     */
    Answer open(List<@Nullable Object> values, List<Integer> formats) throws QueryRefusal;

    @Override
    default void close() {}
}
