package io.spicerack.source;

import io.spicerack.table.RowGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one query, all in one snapshot, each with its part of the query. One thread queries and closes;
 * each part's rows belong to one thread.
 */
public final class SourceParts implements AutoCloseable {
    private final List<SourceConnection> connections;
    private final List<String> queries;

    /** @param queries of each connection, in the same order; together they give the rows of the whole query once */
    private SourceParts(List<? extends SourceConnection> connections, List<String> queries) {
        this.connections = List.copyOf(connections);
        this.queries = List.copyOf(queries);
    }

    /** The meter of each part's query, in the order of all parts. */
    public static List<ReadMeter> meterOfEach(List<? extends ReadMeter> meters, List<List<String>> queries) {
        List<ReadMeter> each = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            for (int part = 0; part < queries.get(i).size(); part++) {
                each.add(meters.get(i));
            }
        }
        return each;
    }

    /** Gives each query as many of the connections as it has parts, in the order of all parts. */
    public static List<SourceParts> shareOut(List<? extends SourceConnection> connections, List<List<String>> queries) {
        List<SourceParts> shared = new ArrayList<>();
        int next = 0;
        for (List<String> parts : queries) {
            shared.add(new SourceParts(connections.subList(next, next + parts.size()), parts));
            next += parts.size();
        }
        return shared;
    }

    /** The connection for all that is not extraction: estimates, reconciliation. */
    public SourceConnection lead() {
        return connections.get(0);
    }

    /** How many connections there are. */
    public int count() {
        return connections.size();
    }

    /** Starts every part; the rows of all parts together are those of the query. */
    public List<RowGroups> query() {
        List<RowGroups> parts = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            parts.add(connections.get(i).query(queries.get(i)));
        }
        return parts;
    }

    @Override
    public void close() {
        connections.forEach(SourceConnection::close);
    }
}
