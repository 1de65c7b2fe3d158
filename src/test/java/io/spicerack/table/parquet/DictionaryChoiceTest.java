package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DictionaryChoiceTest {
    private static final int FEW = 8 * 512 * 2;

    @Test
    void fewValuesAreTriedUnasked() {
        List<Integer> asked = new ArrayList<>();
        assertThat(DictionaryChoice.worthTrying(FEW - 1, index -> {
                    asked.add(index);
                    return asked.size();
                }))
                .isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void eightBlocksFromTheFirstToTheLastAreAsked() {
        for (int count : List.of(FEW, 1_000_000, Integer.MAX_VALUE)) {
            List<Integer> asked = new ArrayList<>();
            assertThat(DictionaryChoice.worthTrying(count, index -> {
                        asked.add(index);
                        return 0;
                    }))
                    .isTrue();
            assertThat(asked).hasSize(8 * 512).isSorted().doesNotHaveDuplicates();
            assertThat(asked.get(0)).isZero();
            assertThat(asked.get(511)).isEqualTo(511);
            assertThat(asked.get(512)).isEqualTo((count - 512) / 7);
            assertThat(asked.get(8 * 512 - 1)).isEqualTo(count - 1);
        }
    }

    @Test
    void valuesOfWhichNineInTenDifferAreNotWorthIt() {
        assertThat(DictionaryChoice.worthTrying(FEW, distinct(3_686))).isTrue();
        assertThat(DictionaryChoice.worthTrying(FEW, distinct(3_687))).isFalse();
    }

    @Test
    void aSampleThatFillsTheDictionaryIsNotWorthIt() {
        assertThat(DictionaryChoice.worthTrying(FEW, index -> -1)).isFalse();
    }

    @Test
    void itPaysWhereItIsSmaller() {
        // four entries take two bits, so that 80 ids take 20 bytes
        assertThat(DictionaryChoice.pays(4, 10, 80, 31)).isTrue();
        assertThat(DictionaryChoice.pays(4, 10, 80, 30)).isFalse();
        assertThat(DictionaryChoice.pays(4, 10, 80, 29)).isFalse();
        assertThat(DictionaryChoice.pays(1 << 16, 1 << 20, Integer.MAX_VALUE, 1L << 33))
                .isTrue();
    }

    private static DictionaryChoice.Ids distinct(int most) {
        int[] asked = {0};
        return index -> Math.min(asked[0]++, most - 1);
    }
}
