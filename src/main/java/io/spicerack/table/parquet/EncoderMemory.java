package io.spicerack.table.parquet;

import io.spicerack.table.Schema;
import org.apache.parquet.schema.MessageType;

/**
 * What the files of one table are encoded in, one after the other: buffers as large as its row groups. Were they new for each
 * file, they would outlive the young generation and fill the old one. One file at a time; not thread-safe.
 */
public final class EncoderMemory {
    private final Schema schema;
    private final MessageType message;
    private final RowGroupEncoder encoder;
    private final ReusableBytes page = new ReusableBytes();

    public EncoderMemory(Schema schema) {
        this.schema = schema;
        message = ParquetTypes.message(schema);
        encoder = new PageEncoder(message);
    }

    Schema schema() {
        return schema;
    }

    MessageType message() {
        return message;
    }

    RowGroupEncoder encoder() {
        return encoder;
    }

    /** For one compressed page. */
    ReusableBytes page() {
        return page;
    }
}
