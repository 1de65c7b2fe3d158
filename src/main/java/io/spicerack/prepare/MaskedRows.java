package io.spicerack.prepare;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.util.function.UnaryOperator;

/** Rows with the values of one column masked, as many as there were. One thread reads. */
public final class MaskedRows implements RowGroups {
    private final RowGroups source;
    private final int column;
    private final Mask mask;
    private final UnaryOperator<String> hash;
    private final RowGroup read;

    /** @param hash of a text, under the installation's key */
    public MaskedRows(RowGroups source, String column, Mask mask, UnaryOperator<String> hash) {
        this.source = source;
        this.column = place(source.schema(), column, mask);
        this.mask = mask;
        this.hash = hash;
        this.read = new RowGroup(source.schema());
    }

    /** A JSON that is masked would be none. */
    private static boolean takesText(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> true;
            case BOOL,
                    INT32,
                    INT64,
                    DECIMAL,
                    WIDE_DECIMAL,
                    FLOAT32,
                    FLOAT64,
                    JSON,
                    BINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_UTC -> false;
        };
    }

    private static int place(Schema schema, String name, Mask mask) {
        for (int i = 0; i < schema.width(); i++) {
            Column column = schema.column(i);
            if (column.name().equals(name)) {
                if (!(mask instanceof Mask.Null) && !takesText(column.type())) {
                    throw refused(
                            "column '" + name + "' is masked with " + mask.text() + ", which makes a text, and it is "
                                    + column.type() + "; cast it to a text in the query, or mask it with null");
                }
                return i;
            }
        }
        throw refused("column '" + name + "' is to be masked with " + mask.text()
                + ", and the query has none of this name;" + " it has "
                + schema.columns().stream().map(Column::name).toList());
    }

    private static IngestionException refused(String why) {
        return new IngestionException(IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, why);
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        if (!source.next(read)) {
            return false;
        }
        for (int row = 0; row < read.rows(); row++) {
            for (int i = 0; i < schema().width(); i++) {
                if (i != column) {
                    group.column(i).appendFrom(read.column(i), row);
                } else {
                    Object value = RowMaps.value(read, i, row);
                    RowMaps.append(group, i, mask.of(value == null ? null : value.toString(), hash));
                }
            }
            group.endRow();
        }
        return true;
    }

    @Override
    public void close() {
        source.close();
    }
}
