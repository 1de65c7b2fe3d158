package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CellBytesTest {
    private final CellBytes bytes = new CellBytes();

    @Example
    void theEdgesOfEveryTypeAreTheCanonicalTexts() {
        assertCanonical(SampleTables.edges());
    }

    @Property(seed = "1729", tries = 60)
    void everyTypeIsTheCanonicalText(@ForAll long seed) {
        assertCanonical(RandomTables.group(seed, 40));
    }

    @Property(seed = "1729")
    void dayAfterDayIsWrittenAsAnIsoDate(@ForAll @LongRange(min = -800_000, max = 3_000_000) long day) {
        assertCanonical(one(new ColumnType.Date(), day));
    }

    @Property(seed = "1729")
    void decimalsKeepAllDigitsOfTheirScale(
            @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long value,
            @ForAll @IntRange(max = 18) int scale) {
        assertCanonical(one(new ColumnType.Decimal(18, scale), value));
        assertCanonical(one(new ColumnType.Decimal(18, scale), value % 1000));
    }

    @Property(seed = "1729")
    void instantsLoseTheZerosAtTheEndOfTheirFraction(
            @ForAll @LongRange(min = -99_999_999, max = 99_999_999) long millis) {
        assertCanonical(one(new ColumnType.Timestamp(true), millis * 1000));
        assertCanonical(one(new ColumnType.Timestamp(false), millis * 1_000_001));
        assertCanonical(one(new ColumnType.Timestamp(false), millis * 1_000_000_000));
    }

    @Example
    void theFirstAndLastDaysOfFourDigitYearsAreWritten() {
        for (long day : new long[] {-719_529, -719_528, -719_468, 0, 11_016, 2_932_896, 2_932_897}) {
            assertCanonical(one(new ColumnType.Date(), day));
        }
    }

    private static RowGroup one(ColumnType type, long value) {
        RowGroup group = new RowGroup(new Schema(List.of(new Column("c", type))));
        group.longs(0).append(value);
        group.endRow();
        return group;
    }

    private void assertCanonical(RowGroup group) {
        for (int column = 0; column < group.schema().width(); column++) {
            for (int row = 0; row < group.rows(); row++) {
                if (!group.column(column).isNull(row)) {
                    bytes.write(group, column, row);
                    assertThat(new String(bytes.data(), 0, bytes.length(), StandardCharsets.UTF_8))
                            .isEqualTo(CellText.of(group, column, row));
                }
            }
        }
    }
}
