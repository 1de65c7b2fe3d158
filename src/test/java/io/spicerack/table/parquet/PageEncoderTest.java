package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RandomTables;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableChecksum;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;

/** Our pages hold what those of parquet-java's own writers hold; each side reads the other's. */
@TakesLong
class PageEncoderTest {
    private static final Schema SCHEMA = SampleTables.everyType();
    private static final MessageType MESSAGE = ParquetTypes.message(SCHEMA);

    @Property(seed = "1729", tries = 150, shrinking = ShrinkingMode.OFF)
    void valuesAndNullsAreThoseOfParquetJavasWriters(@ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int rows)
            throws Exception {
        assertSame(RandomTables.group(seed, rows));
    }

    @Example
    void theEdgesOfEveryTypeAreTheSame() throws Exception {
        assertSame(SampleTables.edges());
    }

    @Example
    void aDictionaryIsMadeWhereValuesRepeatAndNoneWhereTheyDoNot() throws Exception {
        Schema schema = new Schema(List.of(
                new Column("few numbers", new ColumnType.Int(64)),
                new Column("distinct numbers", new ColumnType.Int(64)),
                new Column("few texts", new ColumnType.Text()),
                new Column("distinct texts", new ColumnType.Text())));
        RowGroup group = new RowGroup(schema);
        for (int row = 0; row < 20_000; row++) {
            group.longs(0).append(row % 3_000);
            group.longs(1).append(TableChecksum.mix(row));
            group.bytes(2).append(new byte[] {'a', (byte) ('a' + row % 26)});
            group.bytes(3).append(Integer.toString(row).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            group.endRow();
        }
        MessageType message = ParquetTypes.message(schema);
        CapturedPages pages = CapturedPages.of(new PageEncoder(message), group);
        assertThat(message.getColumns()).extracting(pages::hasDictionary).containsExactly(true, false, true, false);
    }

    @Example
    void anEncoderIsUsedForGroupAfterGroup() throws Exception {
        PageEncoder encoder = new PageEncoder(MESSAGE);
        for (int rows : List.of(9_000, 1, 30, 20_000)) {
            RowGroup group = RandomTables.group(rows, rows);
            assertThat(SampleTables.texts(read(CapturedPages.of(encoder, group))))
                    .isEqualTo(SampleTables.texts(group));
        }
    }

    static void assertSame(RowGroup group) throws Exception {
        CapturedPages ours = CapturedPages.of(new PageEncoder(MESSAGE), group);
        CapturedPages theirs =
                CapturedPages.of(new ColumnWriterEncoder(MESSAGE, ColumnWriterEncoder.properties()), group);
        List<List<String>> texts = SampleTables.texts(group);
        assertThat(SampleTables.texts(read(ours))).isEqualTo(texts);
        assertThat(SampleTables.texts(read(theirs))).isEqualTo(texts);
        assertThat(SampleTables.texts(decoded(ours))).isEqualTo(texts);
        assertThat(SampleTables.texts(decoded(theirs))).isEqualTo(texts);
        for (ColumnDescriptor column : MESSAGE.getColumns()) {
            assertThat(ours.facts(column)).as(column.toString()).isEqualTo(theirs.facts(column));
        }
    }

    private static RowGroup read(CapturedPages pages) {
        RowGroup group = new RowGroup(SCHEMA);
        new ColumnReaderDecoder(MESSAGE, "parquet-mr").decode(pages, group);
        return group;
    }

    private static RowGroup decoded(CapturedPages pages) {
        RowGroup group = new RowGroup(SCHEMA);
        ReusableBytes memory = new ReusableBytes();
        ZstdCodec codec = new ZstdCodec(Compression.DEFAULT, memory);
        try {
            new PageDecoder(memory).decode(pages, MESSAGE, codec, group);
        } finally {
            codec.release();
        }
        return group;
    }
}
