package io.spicerack.table;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads row groups row by row. Not thread-safe. */
final class MapIterator implements Iterator<Map<String, Object>> {
    private final RowGroups groups;
    private final RowGroup group;
    private int row;
    private boolean ended;

    MapIterator(RowGroups groups) {
        this.groups = groups;
        this.group = new RowGroup(groups.schema());
    }

    @Override
    public boolean hasNext() {
        if (!ended && row == group.rows()) {
            row = 0;
            ended = !groups.next(group);
        }
        return !ended;
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more rows");
        }
        Schema schema = groups.schema();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < schema.width(); i++) {
            values.put(
                    schema.column(i).name(), CellReader.value(schema.column(i).type(), group.column(i), row));
        }
        row++;
        return nullable(values);
    }

    /** Callers of Camel know maps without annotations: NULL is a value of a map that holds Objects. */
    @SuppressWarnings("NullAway")
    private static Map<String, Object> nullable(Map<String, @Nullable Object> values) {
        return values;
    }
}
