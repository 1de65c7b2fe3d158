package io.spicerack.table;

import io.spicerack.envelope.FileKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes and opens single sealed files. */
final class SampleFiles {
    private SampleFiles() {}

    static EncodedFile write(Path file, FileKey key, RowGroups table) throws IOException {
        RowGroup group = new RowGroup(table.schema());
        try (ParquetEncoder encoder = encoder(file, key, table.schema())) {
            while (table.next(group)) {
                encoder.write(group);
            }
            return encoder.finish();
        }
    }

    static ParquetEncoder encoder(Path file, FileKey key, Schema schema) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new ParquetEncoder(channel, schema, key, "{}".getBytes(StandardCharsets.UTF_8));
    }

    static ParquetDecoder decoder(FileChannel channel, FileKey key) throws IOException {
        return ParquetDecoder.open(channel, "test file", key);
    }
}
