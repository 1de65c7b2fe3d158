package io.spicerack.flight;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An answer about what there is, of texts and bytes.
 *
 * @param schema as Flight SQL has it
 * @param rows of Strings and bytes
 */
record MetadataTable(Schema schema, List<List<Object>> rows) {
    private static final int BATCH = 100;

    MetadataTable {
        rows = List.copyOf(rows);
    }

    /** All of it at once: it is no longer than the list of data sets. */
    void send(ServerStreamListener to, BufferAllocator memory) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory)) {
            to.setUseZeroCopy(false);
            to.start(root);
            for (int first = 0; first < rows.size(); first += BATCH) {
                root.allocateNew();
                int count = Math.min(BATCH, rows.size() - first);
                for (int row = 0; row < count; row++) {
                    write(rows.get(first + row), row, root);
                }
                root.setRowCount(count);
                to.putNext();
                root.clear();
            }
            to.completed();
        }
    }

    private static void write(List<Object> values, int row, VectorSchemaRoot root) {
        for (int column = 0; column < values.size(); column++) {
            byte[] bytes = values.get(column) instanceof byte[] plain
                    ? plain
                    : values.get(column).toString().getBytes(StandardCharsets.UTF_8);
            ((BaseVariableWidthVector) root.getVector(column)).setSafe(row, bytes);
        }
    }
}
