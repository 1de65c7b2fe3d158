package io.spicerack.table;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads a schema from the first rows and gives these rows back with the rest. */
final class SchemaInference {
    private static final int SAMPLE = 1_000;

    private SchemaInference() {}

    static RowGroups infer(Iterator<? extends Map<String, ?>> rows) {
        Deque<Map<String, ?>> sample = new ArrayDeque<>();
        while (sample.size() < SAMPLE && rows.hasNext()) {
            sample.add(rows.next());
        }
        if (sample.isEmpty()) {
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                    "There are no rows to read a schema from. Give a schema, or at least one row.");
        }
        List<Column> columns = new ArrayList<>();
        for (String name : sample.getFirst().keySet()) {
            columns.add(new Column(name, type(name, sample)));
        }
        return new MapRowGroups(new Schema(columns), new Rest(sample, rows), rows);
    }

    private static ColumnType type(String name, Iterable<Map<String, ?>> sample) {
        InferredType inferred = new InferredType(name);
        long row = 0;
        for (Map<String, ?> values : sample) {
            row++;
            Object value = values.get(name);
            if (value != null) {
                inferred.add(value, row);
            }
        }
        return inferred.type();
    }

    /** The sample, each row let go as it is given, then what follows. */
    private record Rest(Deque<Map<String, ?>> sample, Iterator<? extends Map<String, ?>> rows)
            implements Iterator<Map<String, ?>> {
        @Override
        public boolean hasNext() {
            return !sample.isEmpty() || rows.hasNext();
        }

        @Override
        public Map<String, ?> next() {
            return sample.isEmpty() ? rows.next() : sample.removeFirst();
        }
    }
}
