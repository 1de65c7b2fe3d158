package io.spicerack.prepare;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.prepare.expression.Row;
import io.spicerack.prepare.expression.RowFault;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;

/** Rows without those where a condition is true. One thread reads. */
final class FilteredRows implements RowGroups {
    private final RowGroups source;
    private final CompiledExpression.Cell dropped;
    private final RowGroup read;
    private final Row row;
    private int next;
    private long taken;

    FilteredRows(RowGroups source, CompiledExpression.Cell dropped) {
        this.source = source;
        this.dropped = dropped;
        this.read = new RowGroup(source.schema());
        this.row = new Row(read, 0);
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        while (!group.full()) {
            if (next == read.rows()) {
                next = 0;
                if (!source.next(read)) {
                    break;
                }
            }
            row.at(read, next);
            taken++;
            if (!holds()) {
                for (int i = 0; i < schema().width(); i++) {
                    group.column(i).appendFrom(read.column(i), next);
                }
                group.endRow();
            }
            next++;
        }
        return group.rows() > 0;
    }

    private boolean holds() {
        try {
            return Boolean.TRUE.equals(dropped.value(row));
        } catch (RowFault e) {
            throw new IngestionException(
                    IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                    "whether row " + taken + " is to be dropped cannot be computed: " + e.code()
                            + ". Write the condition so that it holds or not for each row, as with ifelse or isNull");
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
