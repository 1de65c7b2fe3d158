package io.spicerack.table;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.time.DateTimeException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;

/** Fills row groups from maps. One thread reads. */
final class MapRowGroups implements RowGroups {
    private final Schema schema;
    private final Iterator<? extends Map<String, ?>> rows;
    private final Object source;
    private long row;
    private boolean closed;

    /** Where {@code source}, from which the rows come, can be closed, it is. */
    MapRowGroups(Schema schema, Iterator<? extends Map<String, ?>> rows, Object source) {
        this.schema = schema;
        this.rows = rows;
        this.source = source;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        while (!group.full() && rows.hasNext()) {
            row++;
            append(rows.next(), group);
        }
        return group.rows() > 0;
    }

    private void append(Map<String, ?> values, RowGroup group) {
        for (int i = 0; i < schema.width(); i++) {
            Column column = schema.column(i);
            Object value = values.get(column.name());
            if (value != null) {
                append(column, value, group.column(i));
            } else if (values.containsKey(column.name())) {
                group.column(i).appendNull();
            } else {
                throw mismatch("Row " + row + " has no key '" + column.name() + "'. Give every row each column, with"
                        + " null for no value.");
            }
        }
        if (values.size() > schema.width()) {
            TreeSet<String> more = new TreeSet<>(values.keySet());
            schema.columns().forEach(column -> more.remove(column.name()));
            throw mismatch("Row " + row + " has keys that are no columns: " + String.join(", ", more)
                    + ". Take them off, or give a schema that has them.");
        }
        group.endRow();
    }

    private void append(Column column, Object value, ColumnVector vector) {
        try {
            CellWriter.append(column.type(), value, vector);
        } catch (ClassCastException e) {
            throw mismatch(where(column) + value.getClass().getName() + ", but the column is " + column.type()
                    + ". Convert it in a step before, or give a schema.");
        } catch (ArithmeticException | DateTimeException e) {
            throw new IngestionException(
                    IngestionErrorType.SQL_NUMERIC_OVERFLOW,
                    where(column) + value.getClass().getName() + " that " + column.type()
                            + " cannot hold without loss. Convert it in a step before, or give a wider schema.");
        }
    }

    private String where(Column column) {
        return "Row " + row + " holds in column '" + column.name() + "' a ";
    }

    private static IngestionException mismatch(String message) {
        return new IngestionException(IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, message);
    }

    @Override
    public void close() {
        if (closed || !(source instanceof AutoCloseable closeable)) {
            return;
        }
        closed = true;
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("the rows could not be closed", e);
        }
    }
}
