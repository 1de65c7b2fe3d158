package io.spicerack.table.parquet;

import io.spicerack.table.RowGroup;
import java.io.IOException;
import org.apache.parquet.column.page.PageWriteStore;

/** Turns a row group into Parquet pages: at most one dictionary page, then exactly one data page for each column. */
interface RowGroupEncoder {
    void encode(RowGroup group, PageWriteStore pages) throws IOException;
}
