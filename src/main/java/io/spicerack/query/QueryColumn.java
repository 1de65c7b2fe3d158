package io.spicerack.query;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;

/** A column of an answer. Names may be the same twice, as they may in SQL. */
public record QueryColumn(String name, QueryType type) {
    /** The schema of the batches: its columns are called by their places, since a schema's names are unique. */
    public static Schema schema(List<QueryColumn> columns) {
        List<Column> placed = new ArrayList<>();
        for (QueryColumn column : columns) {
            placed.add(new Column(Integer.toString(placed.size() + 1), column.type().carrier()));
        }
        return new Schema(placed);
    }
}
