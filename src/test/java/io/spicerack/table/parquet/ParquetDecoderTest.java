package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RandomTables;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.PlainHash;
import io.spicerack.table.hash.TableHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sealed file: its row groups in any order, their bounds, and what is said when it cannot be read. */
class ParquetDecoderTest {
    private final Path file;
    private final DataKey dataKey = new DataKey(new byte[32], new SecureRandom());
    private final FileKey key = dataKey.newFileKey(new byte[0]);

    ParquetDecoderTest(@TempDir Path directory) {
        file = directory.resolve("f.parquet");
    }

    @AfterEach
    void closeKeys() {
        key.close();
        dataKey.close();
    }

    @Test
    void theBoundsOfEachRowGroupAreItsLeastAndItsMostValues() throws Exception {
        // few rows have dictionaries, many distinct ones have none
        List<RowGroup> groups = List.of(
                RandomTables.group(1, 300), RandomTables.group(2, 1), RandomTables.group(3, 20_000), numbersApart());
        write(groups);
        Schema schema = SampleTables.everyType();
        RowGroup bounds = new RowGroup(ofBounds(schema));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key, List.of("small"))) {
            assertThat(decoder.fileSchema()).isEqualTo(schema);
            assertThat(decoder.rowGroups()).isEqualTo(groups.size());
            decoder.bounds(schema, 7, bounds);
        }
        assertThat(bounds.rows()).isEqualTo(groups.size());
        for (int place = 0; place < groups.size(); place++) {
            assertThat(bounds.longs(0).value(place)).isEqualTo(7 + place);
            for (int i = 0; i < schema.width(); i++) {
                ColumnType type = schema.column(i).type();
                assertThat(List.of(
                                shown(bounds.column(1 + 2 * i), place, type),
                                shown(bounds.column(2 + 2 * i), place, type)))
                        .as("row group %d, %s", place, schema.column(i))
                        .isEqualTo(expected(groups.get(place).column(i), type));
            }
        }
    }

    @Test
    void boundsAreOfTheColumnsThatAreNamed() throws Exception {
        write(List.of(RandomTables.group(5, 40)));
        Schema some = SampleTables.everyType().only(List.of("large", "day"));
        RowGroup bounds = new RowGroup(ofBounds(some));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            decoder.bounds(some, 0, bounds);
        }
        RowGroup rows = RandomTables.group(5, 40);
        for (int i = 0; i < some.width(); i++) {
            ColumnType type = some.column(i).type();
            int at = SampleTables.everyType().columns().indexOf(some.column(i));
            assertThat(List.of(shown(bounds.column(1 + 2 * i), 0, type), shown(bounds.column(2 + 2 * i), 0, type)))
                    .isEqualTo(expected(rows.column(at), type));
        }
    }

    @Test
    void rowGroupsAreReadInAnyOrderAndMoreThanOnce() throws Exception {
        List<RowGroup> groups =
                List.of(RandomTables.group(1, 30), RandomTables.group(2, 500), RandomTables.group(3, 7));
        write(groups);
        RowGroup read = new RowGroup(SampleTables.everyType());
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            for (int place : List.of(2, 0, 1, 1, 2)) {
                decoder.slice(0, decoder.turnTo(place), read);
                assertThat(SampleTables.texts(read)).isEqualTo(SampleTables.texts(groups.get(place)));
            }
        }
    }

    /** Slices of any length, some passed over: what is read is what stands there, whatever was not. */
    @Test
    void slicesOfARowGroupAreItsRowsWhicheverArePassed() throws Exception {
        List<RowGroup> groups = List.of(RandomTables.group(1, 3000), RandomTables.group(2, 777));
        write(groups);
        Random random = new Random(19);
        RowGroup slice = RowGroup.ofSlices(SampleTables.everyType(), 256);
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            for (int round = 0; round < 40; round++) {
                int place = random.nextInt(groups.size());
                List<List<String>> all = SampleTables.texts(groups.get(place));
                int rows = decoder.turnTo(place);
                assertThat(rows).isEqualTo(all.size()).isEqualTo(decoder.rows(place));
                int row = 0;
                while (row < rows) {
                    int count = Math.min(rows - row, 1 + random.nextInt(256));
                    if (random.nextBoolean()) {
                        decoder.slice(row, count, slice);
                        assertThat(SampleTables.texts(slice)).isEqualTo(all.subList(row, row + count));
                    }
                    row += count;
                }
            }
        }
    }

    @Test
    void aSliceThatWasPassedIsRefused() throws Exception {
        write(List.of(RandomTables.group(1, 30)));
        RowGroup slice = RowGroup.ofSlices(SampleTables.everyType(), 8);
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            decoder.turnTo(0);
            decoder.slice(8, 8, slice);
            assertThatThrownBy(() -> decoder.slice(15, 1, slice))
                    .isInstanceOf(DamagedFileException.class)
                    .hasRootCauseMessage("row 15 is passed; the next one is 16");
            assertThat(slice.rows()).isZero();
        }
    }

    /** What a file's second reader has of the first one is its footer; it opens nothing without the key. */
    @Test
    void aFooterIsOfManyReadersAndNoKey() throws Exception {
        List<RowGroup> groups = List.of(RandomTables.group(1, 300), RandomTables.group(2, 300));
        write(groups);
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder first = SampleFiles.decoder(channel, key)) {
            ParquetFooter footer = first.footer();
            RowGroup group = new RowGroup(SampleTables.everyType());
            try (ParquetDecoder second =
                    ParquetDecoder.open(new ChannelInput(channel), "f", key, List.of(), new DecoderMemory(), footer)) {
                for (int place : List.of(1, 0)) {
                    second.slice(0, second.turnTo(place), group);
                    assertThat(SampleTables.texts(group)).isEqualTo(SampleTables.texts(groups.get(place)));
                    first.slice(0, first.turnTo(place), group);
                    assertThat(SampleTables.texts(group)).isEqualTo(SampleTables.texts(groups.get(place)));
                }
            }
            byte[] another = new byte[32];
            Arrays.fill(another, (byte) 1);
            try (FileKey other = FileKey.handed(another);
                    ParquetDecoder blind = ParquetDecoder.open(
                            new ChannelInput(channel), "f", other, List.of(), new DecoderMemory(), footer)) {
                assertThatThrownBy(() -> blind.turnTo(0))
                        .isInstanceOf(DamagedFileException.class)
                        .hasMessage("row group 0 of f does not open under its key");
            }
        }
    }

    @Test
    void whatIsAboutToBeReadIsToldBeforeItIs() throws Exception {
        write(List.of(RandomTables.group(1, 30), RandomTables.group(2, 30)));
        List<String> calls = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = ParquetDecoder.open(
                        new Recording(new ChannelInput(channel), calls),
                        "f",
                        key,
                        List.of("small"),
                        new DecoderMemory(),
                        null)) {
            calls.clear();
            RowGroup group = new RowGroup(decoder.schema());
            assertThat(decoder.next(group)).isTrue();
            assertThat(decoder.next(group)).isTrue();
            assertThat(decoder.next(group)).isFalse();
        }
        assertThat(calls.get(0)).as("the chunks of both row groups").startsWith("expect 2 of ");
        assertThat(calls.get(1)).isEqualTo("read");
        assertThat(calls.stream()
                        .map(call -> call.substring(0, Math.min(8, call.length())))
                        .filter(call -> !call.equals("read")))
                .containsExactly("expect 2", "expect 1", "expect 0");
    }

    @Test
    void aRowGroupOfAnotherSchemaIsRefusedAndLeftEmpty() throws Exception {
        write(List.of(RandomTables.group(1, 3)));
        RowGroup other = new RowGroup(new Schema(List.of(new Column("n", new ColumnType.Int(64)))));
        other.longs(0).append(5);
        other.endRow();
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThatThrownBy(() -> decoder.next(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the row group has another schema than is read from test file");
        }
        assertThat(other.rows()).isZero();
    }

    @Test
    void aChangedByteIsFoundInItsRowGroupAndNothingOfItIsHandedOut() throws Exception {
        long first = write(List.of(RandomTables.group(1, 300), RandomTables.group(2, 300)));
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) first + 200] ^= 1;
        Files.write(file, bytes);
        RowGroup group = new RowGroup(SampleTables.everyType());
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            assertThat(decoder.next(group)).isTrue();
            assertThatThrownBy(() -> decoder.next(group))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessage("row group 1 of test file does not open under its key");
            assertThat(group.rows()).isZero();
        }
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            decoder.slice(0, decoder.turnTo(0), group);
            assertThatThrownBy(() -> decoder.slice(0, decoder.turnTo(1), group))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessage("row group 1 of test file does not open under its key");
            assertThat(group.rows()).isZero();
            TableHash hash = TableHash.ofRows(PlainHash.rule(SampleTables.everyType()));
            assertThatThrownBy(() -> {
                        while (decoder.next(hash)) {
                            // to the changed byte
                        }
                    })
                    .isInstanceOf(DamagedFileException.class);
        }
    }

    @Test
    void aReaderThatWasClosedSaysSoAndClosesOnce() throws Exception {
        write(List.of(RandomTables.group(1, 3)));
        try (FileChannel channel = FileChannel.open(file)) {
            ParquetDecoder decoder = SampleFiles.decoder(channel, key);
            decoder.close();
            decoder.close();
            assertThatThrownBy(() -> decoder.next(new RowGroup(decoder.schema())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the reader of test file is closed");
            assertThatThrownBy(() -> decoder.turnTo(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the reader of test file is closed");
        }
    }

    /** Whoever shut the file knows why; it is not damaged. */
    @Test
    @SuppressWarnings("try") // it is closed on purpose
    void aFileThatIsShutMeanwhileIsNotCalledDamaged() throws Exception {
        write(List.of(RandomTables.group(1, 3)));
        try (FileChannel channel = FileChannel.open(file);
                ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
            channel.close();
            assertThatThrownBy(() -> decoder.next(new RowGroup(decoder.schema())))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aFileWhoseEndIsMissingOrDoubledIsRefused() throws Exception {
        write(List.of(RandomTables.group(1, 300)));
        byte[] bytes = Files.readAllBytes(file);
        for (int length : List.of(0, 1, 7, 8, 12, bytes.length / 2, bytes.length - 1)) {
            refused(Arrays.copyOf(bytes, length));
        }
        refused(Arrays.copyOf(bytes, bytes.length + 1));
        byte[] huge = bytes.clone();
        // the length of the footer, which no key guards
        ByteBuffer.wrap(huge).putInt(huge.length - 8, 0xffffff7f);
        refused(huge);
    }

    private void refused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThatThrownBy(() -> SampleFiles.decoder(channel, key))
                    .as("%d bytes", bytes.length)
                    .isInstanceOf(DamagedFileException.class);
        }
    }

    /** Where the first row group ends. */
    private long write(List<RowGroup> groups) throws IOException {
        try (ParquetEncoder encoder = SampleFiles.encoder(file, key, SampleTables.everyType())) {
            long first = 0;
            long before = 0;
            for (RowGroup group : groups) {
                encoder.write(group);
                assertThat(encoder.bytes()).isGreaterThan(before);
                before = encoder.bytes();
                first = first == 0 ? before : first;
            }
            assertThat(encoder.rowGroups()).isEqualTo(groups.size());
            EncodedFile encoded = encoder.finish();
            assertThat(encoded.rowGroups()).isEqualTo(groups.size());
            return first;
        }
    }

    /** Their order as bytes without a sign is not their order as numbers. */
    private static RowGroup numbersApart() {
        RowGroup group = SampleTables.edges();
        assertThat(group.schema()).isEqualTo(SampleTables.everyType());
        return group;
    }

    private static Schema ofBounds(Schema schema) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("place", new ColumnType.Int(64)));
        for (Column column : schema.columns()) {
            columns.add(new Column("least " + column.name(), column.type()));
            columns.add(new Column("most " + column.name(), column.type()));
        }
        return new Schema(columns);
    }

    private static List<String> expected(ColumnVector values, ColumnType type) {
        int least = -1;
        int most = -1;
        boolean none = type instanceof ColumnType.Bool || type instanceof ColumnType.Floating;
        for (int row = 0; row < values.size() && !none; row++) {
            if (!values.isNull(row)) {
                least = least < 0 || compare(values, row, least, type) < 0 ? row : least;
                most = most < 0 || compare(values, row, most, type) > 0 ? row : most;
            }
        }
        return least < 0 ? List.of("NULL", "NULL") : List.of(shown(values, least, type), shown(values, most, type));
    }

    private static int compare(ColumnVector values, int row, int other, ColumnType type) {
        if (values instanceof LongVector longs) {
            return Long.compare(longs.value(row), longs.value(other));
        }
        byte[] left = bytes(values, row);
        byte[] right = bytes(values, other);
        return type.isNumber()
                ? new BigInteger(left).compareTo(new BigInteger(right))
                : Arrays.compareUnsigned(left, right);
    }

    private static String shown(ColumnVector values, int row, ColumnType type) {
        if (values.isNull(row)) {
            return "NULL";
        }
        if (values instanceof LongVector longs) {
            return Long.toString(longs.value(row));
        }
        byte[] bytes = bytes(values, row);
        return type.isNumber()
                ? new BigInteger(bytes).toString()
                : HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(ColumnVector values, int row) {
        BytesVector bytes = (BytesVector) values;
        return Arrays.copyOfRange(bytes.data(), bytes.start(row), bytes.start(row) + bytes.length(row));
    }

    private record Recording(SealedInput of, List<String> calls) implements SealedInput {
        @Override
        public long size() throws IOException {
            return of.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            calls.add("read");
            return of.read(target, position);
        }

        @Override
        public boolean isOpen() {
            return of.isOpen();
        }

        @Override
        public void expect(List<Range> next) {
            calls.add("expect " + next.size() + " of " + next);
        }

        @Override
        public void close() throws IOException {
            of.close();
        }
    }
}
