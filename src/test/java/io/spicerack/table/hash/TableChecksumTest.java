package io.spicerack.table.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableChecksumTest {
    private static final List<List<String>> ROWS =
            List.of(Arrays.asList("1", "a"), Arrays.asList("2", null), Arrays.asList(null, "b"));

    @Test
    void itIsTheSameOverColumnsAndOverCanonicalTexts() {
        RowGroup edges = SampleTables.edges();
        TableChecksum.Builder builder = TableChecksum.builder(edges.schema().width());
        builder.add(edges);
        assertThat(TableChecksum.of(edges.schema().width(), SampleTables.texts(edges)))
                .isEqualTo(builder.build())
                .hasToString(builder.build().toString());
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        List<List<String>> reversed = new ArrayList<>(ROWS);
        Collections.reverse(reversed);
        assertThat(TableChecksum.of(2, reversed)).isEqualTo(TableChecksum.of(2, ROWS));
    }

    @Test
    void partsAddUp() {
        TableChecksum.Builder all = TableChecksum.builder(2);
        TableChecksum.Builder rest = TableChecksum.builder(2);
        all.add(ROWS.get(0));
        rest.add(ROWS.get(1));
        rest.add(ROWS.get(2));
        all.add(rest);
        assertThat(all.build()).isEqualTo(TableChecksum.of(2, ROWS));
    }

    @Test
    void aChangedCellIsFoundInItsColumn() {
        List<List<String>> changed = List.of(ROWS.get(0), Arrays.asList("2", ""), ROWS.get(2));
        TableChecksum one = TableChecksum.of(2, ROWS);
        TableChecksum other = TableChecksum.of(2, changed);
        assertThat(other).isNotEqualTo(one);
        assertThat(one.differences(other)).containsExactly(1);
    }

    @Test
    void cellsThatMoveBetweenRowsAreFound() {
        List<List<String>> moved = List.of(Arrays.asList("1", null), Arrays.asList("2", "a"), ROWS.get(2));
        TableChecksum other = TableChecksum.of(2, moved);
        assertThat(other).isNotEqualTo(TableChecksum.of(2, ROWS));
        assertThat(other.differences(TableChecksum.of(2, ROWS))).isEmpty();
    }

    @Test
    void theSameRowTwiceCountsTwice() {
        assertThat(TableChecksum.of(2, List.of(ROWS.get(0), ROWS.get(0)))).isNotEqualTo(TableChecksum.of(2, List.of()));
    }

    @Test
    void itStaysWhatTheFormatSays() {
        assertThat(TableChecksum.of(2, ROWS)).hasToString("7c2935dd793222a3876f321e56c13f37");
    }

    @Test
    void anotherWidthIsRefused() {
        assertThatThrownBy(() -> TableChecksum.of(3, ROWS)).hasMessage("the checksum is of 3 columns, not 2");
    }
}
