package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.UnknownColumnException;
import io.spicerack.table.hash.HashableRowGroups;
import io.spicerack.table.hash.PlainHash;
import io.spicerack.table.hash.TableChecksum;
import io.spicerack.table.hash.TableHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class ParquetFileTest {
    private final Path directory;
    private final DataKey dataKey = new DataKey(new byte[32], new SecureRandom());
    private final FileKey key = dataKey.newFileKey(new byte[0]);

    ParquetFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void closeKeys() {
        key.close();
        dataKey.close();
    }

    @Test
    void everyTypeComesBackAtItsEdgesAndAsNull() throws Exception {
        Path file = directory.resolve("edges.parquet");
        RowGroup edges = SampleTables.edges();
        try (ParquetEncoder encoder = SampleFiles.encoder(file, key, edges.schema())) {
            encoder.write(edges);
            encoder.finish();
        }
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThat(decoder.schema()).isEqualTo(edges.schema());
            assertThat(SampleTables.texts(decoder)).isEqualTo(SampleTables.texts(edges));
        }
    }

    @Test
    void theSummaryIsOfTheFileOnDisk() throws Exception {
        Path file = directory.resolve("f.parquet");
        EncodedFile encoded = SampleFiles.write(file, key, SampleTables.generate(SampleTables.generated(6), 290_000));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(encoded)
                .isEqualTo(new EncodedFile(
                        bytes.length,
                        290_000,
                        3,
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))));
    }

    @Test
    void threeRowGroupsComeBackWithTheSameChecksum() throws Exception {
        Path file = directory.resolve("f.parquet");
        Schema schema = SampleTables.generated(6);
        SampleFiles.write(file, key, SampleTables.generate(schema, 290_000));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThat(decoder.rows()).isEqualTo(290_000);
            assertThat(TableChecksum.of(decoder)).isEqualTo(TableChecksum.of(SampleTables.generate(schema, 290_000)));
        }
    }

    @Test
    void aWideTableFitsSmallRowGroups() throws Exception {
        Path file = directory.resolve("f.parquet");
        Schema schema = SampleTables.generated(900);
        EncodedFile encoded = SampleFiles.write(file, key, SampleTables.generate(schema, 4_000));
        assertThat(encoded.rowGroups()).isEqualTo(2);
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThat(TableChecksum.of(decoder)).isEqualTo(TableChecksum.of(SampleTables.generate(schema, 4_000)));
        }
    }

    @Test
    void anEmptyTableKeepsItsSchema() throws Exception {
        Path file = directory.resolve("f.parquet");
        SampleFiles.write(file, key, SampleTables.generate(SampleTables.everyType(), 0));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThat(decoder.schema()).isEqualTo(SampleTables.everyType());
            assertThat(decoder.next(new RowGroup(decoder.schema()))).isFalse();
        }
    }

    @Test
    void someColumnsCanBeReadAlone() throws Exception {
        Path file = directory.resolve("f.parquet");
        SampleFiles.write(file, key, SampleTables.generate(SampleTables.generated(6), 10));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key, List.of("c4", "c0"))) {
            assertThat(decoder.schema().columns()).extracting(Column::name).containsExactly("c0", "c4");
            assertThat(SampleTables.texts(decoder)).hasSize(10).allMatch(row -> row.size() == 2);
        }
    }

    @Test
    void anUnknownColumnIsRefusedWithThoseThatAreThere() throws Exception {
        Path file = directory.resolve("f.parquet");
        SampleFiles.write(file, key, SampleTables.generate(SampleTables.generated(2), 10));
        try (FileChannel channel = FileChannel.open(file)) {
            assertThatThrownBy(() -> SampleFiles.decoder(channel, key, List.of("c9")))
                    .isInstanceOf(UnknownColumnException.class)
                    .hasMessage("there is no column 'c9'; the columns are c0, c1");
        }
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        Path file = directory.resolve("f.parquet");
        SampleFiles.write(file, key, SampleTables.generate(SampleTables.generated(2), 10));
        try (FileChannel channel = FileChannel.open(file);
                FileKey other = dataKey.newFileKey(new byte[0])) {
            assertThatThrownBy(() -> SampleFiles.decoder(channel, other))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessage("the footer of test file does not open under the file's key");
        }
    }

    @Test
    void aFileThatWasNotFinishedDoesNotOpen() throws Exception {
        Path file = directory.resolve("f.parquet");
        try (ParquetEncoder encoder = SampleFiles.encoder(file, key, SampleTables.everyType())) {
            encoder.write(SampleTables.edges());
        }
        try (FileChannel channel = FileChannel.open(file)) {
            assertThatThrownBy(() -> SampleFiles.decoder(channel, key)).isInstanceOf(DamagedFileException.class);
        }
    }

    @Test
    void nothingOfTheRowsOrNamesStandsInTheFile() throws Exception {
        Path file = directory.resolve("f.parquet");
        try (ParquetEncoder encoder = SampleFiles.encoder(file, key, SampleTables.everyType())) {
            encoder.write(SampleTables.edges());
            encoder.finish();
        }
        String stored = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(stored).startsWith("PARE").endsWith("PARE");
        for (String secret : List.of(SampleTables.PLAINTEXT, "患者", "xxxx", "{\"a\":1}", "name.with", "instant")) {
            assertThat(stored)
                    .doesNotContain(new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsRefused() throws IOException {
        Schema schema = new Schema(List.of(new Column("age", new ColumnType.Int(32))));
        RowGroup group = new RowGroup(schema);
        group.longs(0).append(1L << 40);
        group.endRow();
        try (ParquetEncoder encoder = SampleFiles.encoder(directory.resolve("f.parquet"), key, schema)) {
            assertThatThrownBy(() -> encoder.write(group))
                    .hasMessage("a value of column 'age' does not fit 32 bits; select it as a wider type");
        }
    }

    @Test
    void aHigherLevelMakesASmallerFileOfTheSameRows() throws Exception {
        Schema schema = SampleTables.generated(6);
        long fast = compressed(schema, Compression.DEFAULT);
        long small = compressed(schema, new Compression(12));
        assertThat(small).isLessThan(fast);
    }

    private long compressed(Schema schema, Compression compression) throws Exception {
        Path file = directory.resolve("level-" + compression.level());
        RowGroups table = SampleTables.generate(schema, 20_000);
        RowGroup group = new RowGroup(schema);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (ParquetEncoder encoder = new ParquetEncoder(
                new ChannelOutput(channel), key, new byte[] {1}, compression, new EncoderMemory(schema))) {
            while (table.next(group)) {
                encoder.write(group);
            }
            encoder.finish();
        }
        try (FileChannel written = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(written, key)) {
            assertThat(TableChecksum.of(decoder)).isEqualTo(TableChecksum.of(SampleTables.generate(schema, 20_000)));
        }
        return Files.size(file);
    }

    /** Large and small ones in turns, so that each meets what a larger one has left. */
    @Test
    void manyFilesGoThroughTheSameMemory() throws Exception {
        Schema schema = SampleTables.generated(6);
        int[] rows = {150_000, 1, 0, 3_000, 99_000, 7};
        EncoderMemory written = new EncoderMemory(schema);
        for (int i = 0; i < rows.length; i++) {
            FileChannel channel = FileChannel.open(
                    directory.resolve("f" + i), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (ParquetEncoder encoder =
                    new ParquetEncoder(new ChannelOutput(channel), key, new byte[] {1}, Compression.DEFAULT, written)) {
                RowGroup group = new RowGroup(schema);
                RowGroups table = SampleTables.generate(schema, rows[i]);
                while (table.next(group)) {
                    encoder.write(group);
                }
                encoder.finish();
            }
        }
        DecoderMemory read = new DecoderMemory();
        for (int i = 0; i < rows.length; i++) {
            TableChecksum expected = TableChecksum.of(SampleTables.generate(schema, rows[i]));
            TableHash hash = hash(schema, SampleTables.generate(schema, rows[i]));
            try (FileChannel channel = FileChannel.open(directory.resolve("f" + i))) {
                try (ParquetDecoder decoder =
                        ParquetDecoder.open(new ChannelInput(channel), "f", key, List.of(), read, null)) {
                    assertThat(TableChecksum.of(decoder)).isEqualTo(expected);
                }
                try (ParquetDecoder decoder =
                        ParquetDecoder.open(new ChannelInput(channel), "f", key, List.of(), read, null)) {
                    assertThat(hash(schema, decoder).same(hash)).isTrue();
                }
            }
        }
    }

    @Test
    void aLevelThatZstandardDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> new Compression(0))
                .hasMessage("spicerack.store.zstd-level is 0; it must be from 1 to 19");
    }

    private static TableHash hash(Schema schema, RowGroups table) {
        TableHash hash = TableHash.ofRows(PlainHash.rule(schema));
        boolean more = true;
        while (more) {
            more = table instanceof HashableRowGroups hashable ? hashable.next(hash) : hash.addNext(table);
        }
        return hash;
    }
}
