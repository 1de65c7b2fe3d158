package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.CatalogDialect;
import io.spicerack.pgwire.sql.ColumnNames;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryableDataSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A prepared query whose columns are called as PostgreSQL calls them. Of its session's thread. */
public record NamedQuery(PreparedQuery query, Set<String> quoted) implements PreparedQuery {
    /** One statement, in the words of PostgreSQL's clients, prepared by an engine. */
    public static PreparedQuery prepare(QuerySession engine, String sql, List<QueryType> types) throws QueryRefusal {
        return new NamedQuery(engine.prepare(CatalogDialect.plain(sql), types), ColumnNames.quotedIn(sql));
    }

    @Override
    public List<QueryType> parameters() {
        return query.parameters();
    }

    @Override
    public List<QueryColumn> columns() {
        return query.columns().stream()
                .map(column -> new QueryColumn(ColumnNames.of(column.name(), quoted), column.type()))
                .toList();
    }

    @Override
    public QueryRows run(List<@Nullable Object> values, QueryLimits limits) throws QueryRefusal {
        return query.run(values, limits);
    }

    @Override
    public Optional<QueryableDataSet.Version> divisible() {
        return query.divisible();
    }

    @Override
    public QueryRows run(QueryPart part, QueryLimits limits) throws QueryRefusal {
        return query.run(part, limits);
    }

    @Override
    public void close() {
        query.close();
    }
}
