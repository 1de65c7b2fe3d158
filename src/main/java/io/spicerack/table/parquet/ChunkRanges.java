package io.spicerack.table.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;

/** Where the bytes of some columns stand in a file, row group by row group. Immutable. */
final class ChunkRanges {
    private final List<BlockMetaData> rowGroups;
    private final MessageType columns;

    ChunkRanges(List<BlockMetaData> rowGroups, MessageType columns) {
        this.rowGroups = rowGroups;
        this.columns = columns;
    }

    /** Of a row group and the one after it, chunks that stand side by side together. */
    List<SealedInput.Range> ofNext(int rowGroup) {
        List<SealedInput.Range> ranges = new ArrayList<>();
        for (int i = rowGroup; i < Math.min(rowGroup + 2, rowGroups.size()); i++) {
            add(rowGroups.get(i), ranges);
        }
        return ranges;
    }

    private void add(BlockMetaData rowGroup, List<SealedInput.Range> ranges) {
        long start = -1;
        long end = -1;
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            if (!columns.containsPath(chunk.getPath().toArray())) {
                continue;
            }
            if (chunk.getStartingPos() != end) {
                if (start >= 0) {
                    ranges.add(new SealedInput.Range(start, end - start));
                }
                start = chunk.getStartingPos();
            }
            end = chunk.getStartingPos() + chunk.getTotalSize();
        }
        if (start >= 0) {
            ranges.add(new SealedInput.Range(start, end - start));
        }
    }
}
