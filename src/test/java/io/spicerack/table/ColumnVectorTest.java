package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was appended is there, however a vector grows, widens and is used again. */
class ColumnVectorTest {
    private static final int LIMIT = 1000;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE + 1L,
                Integer.MIN_VALUE - 1L,
                Long.MIN_VALUE
            })
    void numbersOfEachWidthAreKept(long large) {
        LongVector vector = new LongVector(4, LIMIT);
        for (int round = 0; round < 3; round++) {
            // the large value comes late, and more rows come than were foreseen
            List<@Nullable Long> values = new ArrayList<>();
            for (int row = 0; row < 2 * LIMIT + 5; row++) {
                values.add(
                        row % 7 == 3 && row > 50 ? null : row == 500 || row == 1500 ? Long.valueOf(large) : row - 9L);
            }
            vector.clear();
            values.forEach(value -> append(vector, value));
            assertThat(vector.size()).isEqualTo(values.size());
            assertThat(vector.nullCount()).isEqualTo((int)
                    values.stream().filter(each -> each == null).count());
            for (int row = 0; row < values.size(); row++) {
                Long value = values.get(row);
                assertThat(vector.isNull(row)).isEqualTo(value == null);
                assertThat(vector.value(row)).isEqualTo(value == null ? 0 : value);
            }
        }
    }

    @Test
    void numbersThatComeTogetherAreKept() {
        LongVector vector = new LongVector(4, LIMIT);
        long[] small = {1, 2, 3};
        long[] mixed = {4, 1L << 40, -5};
        vector.append(small, 3);
        vector.append(small, new int[] {2, 0}, 2);
        assertThat(List.of(vector.value(0), vector.value(2), vector.value(3), vector.value(4)))
                .containsExactly(1L, 3L, 3L, 1L);
        vector.append(mixed, 3);
        vector.append(mixed, new int[] {1, 1, 0}, 3);
        vector.append(small, 2);
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < vector.size(); row++) {
            values.add(vector.value(row));
        }
        assertThat(values).containsExactly(1L, 2L, 3L, 3L, 1L, 4L, 1L << 40, -5L, 1L << 40, 1L << 40, 4L, 1L, 2L);
        assertThat(vector.nullCount()).isZero();
    }

    @Test
    void anEarlierNullIsForgotten() {
        LongVector vector = new LongVector(2, LIMIT);
        vector.append(1L << 40);
        vector.appendNull();
        vector.clear();
        vector.append(5);
        vector.append(6);
        vector.append(7);
        assertThat(List.of(vector.isNull(0), vector.isNull(1), vector.isNull(2)))
                .containsOnly(false);
        assertThat(List.of(vector.value(0), vector.value(1), vector.value(2))).containsExactly(5L, 6L, 7L);
    }

    @Test
    void textsOfAllLengthsAreKept() {
        BytesVector vector = new BytesVector(4, LIMIT);
        for (int round = 0; round < 3; round++) {
            List<byte[]> values = new ArrayList<>();
            for (int row = 0; row < LIMIT + 20; row++) {
                values.add(new byte[row % 200 == 150 ? 20_000 : row % 30]);
                random.nextBytes(values.get(row));
            }
            vector.clear();
            values.forEach(vector::append);
            assertThat(vector.variableBytes())
                    .isEqualTo(values.stream().mapToLong(each -> each.length).sum());
            for (int row = 0; row < values.size(); row++) {
                int start = vector.start(row);
                assertThat(Arrays.copyOfRange(vector.data(), start, start + vector.length(row)))
                        .isEqualTo(values.get(row));
            }
        }
    }

    @Test
    void textsOfOneLengthTakeLittleMoreThanTheirBytes() {
        BytesVector vector = new BytesVector(LIMIT / 10, LIMIT * 100);
        byte[] text = "DELIVER IN PERSON and sign it".getBytes(StandardCharsets.UTF_8);
        for (int row = 0; row < LIMIT * 100; row++) {
            vector.append(text);
        }
        assertThat(vector.data().length).isBetween(text.length * LIMIT * 100, text.length * LIMIT * 110);
    }

    private static void append(LongVector vector, @Nullable Long value) {
        if (value == null) {
            vector.appendNull();
        } else {
            vector.append(value);
        }
    }
}
