package io.spicerack.core.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.IngestionException;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When two answers of a source are the same, and which cannot be compared. */
class SourceAnswerTest {
    @Test
    void noCellCanLendAnotherItsLetters() {
        List<List<String>> all = List.of(
                rows(row("a", "1", "b", "2")),
                rows(row("a", "12", "b", "")),
                rows(row("a", "", "b", "12")),
                rows(row("a", null, "b", "2")),
                rows(row("a", "1", "b", null)),
                rows(row("a", "-", "b", null)),
                rows(row("a", "1:b", "b", "2")),
                rows(row("a1", "", "b", "2")),
                rows(row("a", "1", "b", "2"), row("a", "1", "b", "2")));
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfRowsIsNothing() {
        assertThat(rows(row("a", "1", "b", "2"), row("a", "3", "b", "4")))
                .isEqualTo(rows(row("a", "3", "b", "4"), row("a", "1", "b", "2")));
    }

    @Test
    void bytesAndNumbersAreByValue() {
        assertThat(rows(Map.of("a", new byte[] {1, 2}))).isEqualTo(rows(Map.of("a", new byte[] {1, 2})));
        assertThat(rows(Map.of("a", new BigDecimal("1E+3")))).isEqualTo(rows(Map.of("a", new BigDecimal("1000"))));
    }

    /** What a driver has cut off is in no answer, and what it left is. */
    @Test
    void noPartOfASecondIsLost() {
        assertThat(rows(Map.of("a", LocalTime.of(1, 2, 3, 1000))))
                .isNotEqualTo(rows(Map.of("a", LocalTime.of(1, 2, 3, 2000))));
        assertThat(rows(Map.of("a", new Date(1)))).isNotEqualTo(rows(Map.of("a", new Date(2))));
        assertThat(rows(Map.of("a", new java.sql.Timestamp(1))))
                .isNotEqualTo(rows(Map.of("a", new java.sql.Timestamp(2))));
        assertThatThrownBy(() -> answer(List.of(Map.of("a", new java.sql.Time(1)))))
                .hasMessageContaining("has column 'a' of a type that cannot be compared; cast it to a text");
    }

    @Test
    void whatHasNoValueTellsNothing() {
        assertThat(answer(List.of()).tells()).isFalse();
        assertThat(answer(List.of(row("a", null, "b", null))).tells()).isFalse();
        assertThat(answer(List.of(row("a", null, "b", ""))).tells()).isTrue();
    }

    @Test
    void whatCannotBeComparedIsRefusedWithoutACell() {
        assertThatThrownBy(() -> answer(List.of(Map.of("a", new Object[] {"secret"}))))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("has column 'a' of a type that cannot be compared; cast it to a text");
        assertThatThrownBy(() -> answer(List.of("secret")))
                .hasMessageContaining("is not a list of rows")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> answer(
                        IntStream.range(0, 1_001).mapToObj(i -> Map.of("a", i)).toList()))
                .hasMessageContaining("gave more than 1000 rows");
        assertThatThrownBy(() -> answer(List.of(Map.of("a", "x".repeat(1 << 21)))))
                .hasMessageContaining("is longer than 1048576 letters");
        assertThat(answer(List.of(Map.of("a", "secret")))).hasToString("SourceAnswer[1 rows]");
    }

    private static Map<String, Object> row(
            String name, @Nullable Object value, String other, @Nullable Object otherValue) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(name, value);
        row.put(other, otherValue);
        return Collections.unmodifiableMap(row);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // nothing is written into it
    private static List<String> rows(Map<String, Object>... rows) {
        return answer(List.of(rows)).rows();
    }

    private static SourceAnswer answer(List<?> rows) {
        return SourceAnswer.of("", List.of(), rows.iterator());
    }
}
