package io.spicerack.table.parquet;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.TableHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/** Writes and opens single sealed files. */
public final class SampleFiles {
    private SampleFiles() {}

    /** Seals rows into a file under a key of its own, and reads them from there. */
    public static void reopened(RowGroups rows, Consumer<RowGroups> reader) throws IOException {
        Path directory = Files.createTempDirectory("sealed");
        Path file = directory.resolve("f.parquet");
        try (DataKey dataKey = new DataKey(new byte[DataKey.LENGTH], new SecureRandom());
                FileKey key = dataKey.newFileKey(new byte[0])) {
            write(file, key, rows);
            try (FileChannel channel = FileChannel.open(file);
                    ParquetDecoder decoder = decoder(channel, key)) {
                reader.accept(decoder);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    /** Adds all rows of a file that was sealed and opened again, by its pages where it can. */
    public static void hashReopened(RowGroups rows, TableHash hash) throws IOException {
        reopened(rows, opened -> {
            boolean more = true;
            while (more) {
                more = opened instanceof HashableRowGroups pages ? pages.next(hash) : hash.addNext(opened);
            }
        });
    }

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
        return new ParquetEncoder(
                new ChannelOutput(channel),
                key,
                "{}".getBytes(StandardCharsets.UTF_8),
                Compression.DEFAULT,
                new EncoderMemory(schema));
    }

    static ParquetDecoder decoder(FileChannel channel, FileKey key) throws IOException {
        return decoder(channel, key, List.of());
    }

    static ParquetDecoder decoder(FileChannel channel, FileKey key, List<String> columns) throws IOException {
        return ParquetDecoder.open(new ChannelInput(channel), "test file", key, columns, new DecoderMemory(), null);
    }
}
