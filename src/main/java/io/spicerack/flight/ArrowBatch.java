package io.spicerack.flight;

import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Batches of an answer as messages of Arrow's, of a size that each client takes. Not thread-safe. */
final class ArrowBatch implements AutoCloseable {
    /** Clients take 4 MiB at least; a row may have as many. */
    private static final int TARGET_BYTES = 1 << 20;

    private static final int FIXED_BYTES = 16;

    private final List<ArrowColumn> columns;
    private final VectorSchemaRoot root;

    ArrowBatch(List<QueryColumn> columns, BufferAllocator memory) {
        this.columns =
                columns.stream().map(column -> ArrowColumns.of(column.type())).toList();
        this.root = VectorSchemaRoot.create(ArrowTypes.answer(columns), memory);
    }

    VectorSchemaRoot root() {
        return root;
    }

    /** Fills it with rows from {@code first} on, and says how many: one at least. */
    int fill(RowGroup rows, int first) throws QueryRefusal {
        int count = fitting(rows, first);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).write(rows.column(i), first, count, root.getVector(i));
        }
        root.setRowCount(count);
        return count;
    }

    private static int fitting(RowGroup rows, int first) {
        long bytes = 0;
        int row = first;
        while (row < rows.rows() && bytes < TARGET_BYTES) {
            for (int column = 0; column < rows.schema().width(); column++) {
                ColumnVector vector = rows.column(column);
                bytes += FIXED_BYTES + (vector instanceof BytesVector texts ? texts.length(row) : 0);
            }
            row++;
        }
        // the last one may be as long as all before it
        return bytes > TARGET_BYTES && row - first > 1 ? row - 1 - first : row - first;
    }

    /** Gives the memory of its values back. */
    void clear() {
        root.clear();
    }

    @Override
    public void close() {
        root.close();
    }
}
