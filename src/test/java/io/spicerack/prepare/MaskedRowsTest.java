package io.spicerack.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows on their way through masks and the condition of those that are dropped. */
class MaskedRowsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            textBlock =
                    """
            hash,         999-12-3456, #999-12-3456
            null,         999-12-3456, NULL
            keep last 4,  999-12-3456, *******3456
            keep last 4,  3456,        ****
            keep last 4,  56,          **
            keep last 2,  Ł🌶王,        *🌶王
            keep last 99, abc,         ***
            """)
    void aTextBecomesWhatItsMaskSays(String mask, String text, @Nullable String masked) {
        assertThat(Mask.parse(mask).of(text, value -> "#" + value)).isEqualTo(masked);
        assertThat(Mask.parse(mask).of(null, value -> "#" + value)).isNull();
        assertThat(Mask.parse(mask).text()).isEqualTo(mask);
    }

    @ParameterizedTest
    @CsvSource({"Hash", "keep last 0", "keep last 100", "keep 4", "keep last four", "md5", "''"})
    void whatIsNoMaskIsRefused(String text) {
        assertThatThrownBy(() -> Mask.parse(text)).hasMessageContaining("hash, null or keep last N, as in keep last 4");
    }

    @Test
    void oneColumnIsMaskedAndNoRowIsLost() {
        RowGroups masked = new MaskedRows(
                new MaskedRows(rows(), "ssn", Mask.parse("keep last 2"), value -> value),
                "age",
                Mask.parse("null"),
                value -> value);
        assertThat(read(masked))
                .containsExactly(
                        List.of("1", "**34", "null"), List.of("2", "null", "null"), List.of("3", "**78", "null"));
    }

    @Test
    void aColumnThatIsNotThereOrNoTextIsRefusedByItsName() {
        assertThatThrownBy(() -> new MaskedRows(rows(), "sn", Mask.parse("hash"), value -> value))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining(
                        "column 'sn' is to be masked with hash, and the query has none of this name; it has"
                                + " [id, ssn, age]");
        assertThatThrownBy(() -> new MaskedRows(rows(), "age", Mask.parse("hash"), value -> value))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("cast it to a text in the query, or mask it with null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {age} < 18                     | 1 2
            age = 17                       | 1 2
            isNull({ssn})                  | 1 3
            {age} > 1000                   | 1 2 3
            {id} = 1 OR ssn = '5678'       | 2
            NOT isNull({ssn}) AND {id} > 1 | 1 2
            """)
    void rowsForWhichTheConditionIsTrueAreLeftOut(String condition, String kept) {
        RowGroups rows = DropCondition.parse(condition).apply(rows(), Instant.EPOCH);
        assertThat(read(rows).stream().map(row -> row.get(0)).toList()).isEqualTo(List.of(kept.split(" ", -1)));
    }

    @Test
    void aConditionThatIsNoneIsRefused() {
        assertThatThrownBy(() -> DropCondition.parse("{age} <"))
                .hasMessageStartingWith("it must be a condition such as {beds} = 0 or isNull({closed}): ");
        assertThatThrownBy(() -> DropCondition.parse("{beds} = 0").apply(rows(), Instant.EPOCH))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("there is no column 'beds' here; there are [age, id, ssn]");
        assertThatThrownBy(() -> DropCondition.parse("{age} + 1").apply(rows(), Instant.EPOCH))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("it must be true or false for a row");
    }

    private static RowGroups rows() {
        return RowMaps.rowGroups(List.of(row(1, "1234", 42), row(2, null, null), row(3, "5678", 17))
                .iterator());
    }

    private static Map<String, Object> row(int id, @Nullable String ssn, @Nullable Integer age) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("ssn", ssn);
        row.put("age", age);
        @SuppressWarnings({"NullAway", "unchecked"}) // as RowMaps has it: a value may be null
        Map<String, Object> as = (Map<String, Object>) (Map<String, ?>) row;
        return as;
    }

    private static List<List<String>> read(RowGroups rows) {
        List<List<String>> all = new ArrayList<>();
        RowMaps.rows(rows)
                .forEachRemaining(row ->
                        all.add(row.values().stream().map(String::valueOf).toList()));
        return all;
    }
}
