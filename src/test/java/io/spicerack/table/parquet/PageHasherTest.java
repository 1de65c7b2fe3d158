package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RandomTables;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.PlainHash;
import io.spicerack.table.hash.TableChecksum;
import io.spicerack.table.hash.TableHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.schema.MessageType;

/** Rows hashed where their pages are come to what the same rows come to one by one. */
@TakesLong
class PageHasherTest {
    private static final Schema SCHEMA = SampleTables.everyType();
    private static final MessageType MESSAGE = ParquetTypes.message(SCHEMA);
    private static final Schema FEW = new Schema(List.of(
            new Column("few numbers", new ColumnType.Int(64)),
            new Column("distinct numbers", new ColumnType.Int(64)),
            new Column("few texts", new ColumnType.Text()),
            new Column("distinct texts", new ColumnType.Text())));
    private static final MessageType FEW_MESSAGE = ParquetTypes.message(FEW);

    @Property(seed = "1729", tries = 60, shrinking = ShrinkingMode.OFF)
    void pagesHashAsTheirRowsDo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 900) int rows) throws Exception {
        RowGroup group = RandomTables.group(seed, rows);
        TableHash expected = ofRows(group);
        assertThat(ofPages(CapturedPages.of(new PageEncoder(MESSAGE), group)).same(expected))
                .isTrue();
        CapturedPages theirs =
                CapturedPages.of(new ColumnWriterEncoder(MESSAGE, ColumnWriterEncoder.properties()), group);
        assertThat(ofPages(theirs).same(expected)).isTrue();
    }

    @Example
    void theEdgesOfEveryTypeHashAsTheirRowsDo() throws Exception {
        RowGroup edges = SampleTables.edges();
        assertThat(ofPages(CapturedPages.of(new PageEncoder(MESSAGE), edges)).same(ofRows(edges)))
                .isTrue();
    }

    /** One value of a dictionary's, one of a plain page, one NULL for an empty text: each is another hash. */
    @Example
    void anyCellThatDiffersIsToldFromItsPages() throws Exception {
        TableHash original = few(-1);
        for (int column = 0; column < 4; column++) {
            assertThat(few(column).same(original)).as("column " + column).isFalse();
        }
        assertThat(few(-1).same(original)).isTrue();
    }

    @Example
    void aColumnThatEndsEarlyIsRefused() throws Exception {
        CapturedPages pages =
                CapturedPages.of(new PageEncoder(FEW_MESSAGE), fewRows(-1)).withRows(30_000);
        assertThatThrownBy(() -> ofPages(pages, FEW, FEW_MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 'few numbers' has 20000 values in a row group of 30000 rows");
    }

    private static TableHash few(int changed) throws Exception {
        return ofPages(CapturedPages.of(new PageEncoder(FEW_MESSAGE), fewRows(changed)), FEW, FEW_MESSAGE);
    }

    private static TableHash ofPages(CapturedPages pages) {
        return ofPages(pages, SCHEMA, MESSAGE);
    }

    /** Numbers and texts that repeat, and that do not; of one of them the value in row 12,344 is another. */
    private static RowGroup fewRows(int changed) {
        RowGroup group = new RowGroup(FEW);
        for (int row = 0; row < 20_000; row++) {
            int step = row == 12_344 ? 1 : 0;
            group.longs(0).append(row % 300 + (changed == 0 ? step : 0));
            group.longs(1).append(TableChecksum.mix(row) + (changed == 1 ? step : 0));
            if (row % 7 == 3 && !(changed == 2 && step == 1)) {
                group.bytes(2).appendNull();
            } else {
                group.bytes(2).append(row % 7 == 3 ? new byte[0] : new byte[] {(byte) ('a' + row % 26)});
            }
            group.bytes(3)
                    .append(Integer.toString(row + (changed == 3 ? 20_000 * step : 0))
                            .getBytes(StandardCharsets.UTF_8));
            group.endRow();
        }
        return group;
    }

    private static TableHash ofRows(RowGroup group) {
        TableHash hash = TableHash.ofRows(PlainHash.rule(group.schema()));
        hash.add(group);
        return hash;
    }

    private static TableHash ofPages(CapturedPages pages, Schema schema, MessageType message) {
        TableHash hash = TableHash.ofRows(PlainHash.rule(schema));
        new PageHasher().add(pages, message, schema, hash);
        return hash;
    }
}
