package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.table.BytesVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Two values have one id where they are equal, and there alone. */
class DictionariesTest {
    private static final int MOST = DictionaryChoice.MOST_ENTRIES;

    @Test
    void idsAreGivenInTheOrderOfFirstAppearance() {
        BytesDictionary dictionary = new BytesDictionary();
        BytesVector vector = vector("b", "a", "b", "", "a", "");
        int[] ids = new int[6];
        for (int row = 0; row < 6; row++) {
            ids[row] = dictionary.id(vector, row);
        }
        assertThat(ids).containsExactly(0, 1, 0, 2, 1, 2);
        assertThat(new int[] {dictionary.row(0), dictionary.row(1), dictionary.row(2)})
                .containsExactly(0, 1, 3);
        assertThat(dictionary.size()).isEqualTo(3);
        assertThat(dictionary.bytes()).isEqualTo(2);
        dictionary.clear();
        assertThat(dictionary.size()).isZero();
        assertThat(dictionary.bytes()).isZero();
        assertThat(dictionary.id(vector, 1)).isZero();
    }

    @Test
    void valuesThatHashAlikeStayApart() {
        Random random = new Random(4);
        alike(() -> {
            byte[] eight = new byte[8];
            random.nextBytes(eight);
            return eight;
        });
        // the eight bytes before them are the same
        alike(() -> {
            byte[] tail = new byte[13];
            random.nextBytes(tail);
            Arrays.fill(tail, 0, 8, (byte) 1);
            return tail;
        });
        // the bytes behind the first eight are the same
        alike(() -> {
            byte[] head = new byte[11];
            random.nextBytes(head);
            Arrays.fill(head, 8, 11, (byte) 1);
            return head;
        });
        alike(() -> {
            byte[] any = new byte[9 + random.nextInt(3)];
            random.nextBytes(any);
            return any;
        });
    }

    /** Any hash finds equal values; this one is to tell apart what columns are full of. */
    @Test
    void whatColumnsAreFullOfHashesApart() {
        assertSpread(i -> hash(String.format("%07d", i).getBytes(StandardCharsets.US_ASCII)));
        assertSpread(i -> hash(("Strasse " + i + " b").getBytes(StandardCharsets.US_ASCII)));
        assertSpread(i -> hash(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i, 0, 0, 0, 0, 0, 0, 0}));
    }

    @Test
    void theDictionaryIsFullAtItsMostEntries() {
        BytesDictionary dictionary = new BytesDictionary();
        BytesVector vector = new BytesVector(MOST + 1, 4 * (MOST + 1));
        for (int i = 0; i <= MOST; i++) {
            vector.append(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i});
        }
        for (int i = 0; i < MOST; i++) {
            assertThat(dictionary.id(vector, i)).isEqualTo(i);
        }
        assertThat(dictionary.id(vector, MOST)).isEqualTo(-1);
        assertThat(dictionary.id(vector, 17)).as("one that is there").isEqualTo(17);
    }

    @Test
    void theDictionaryIsFullAtItsMostBytes() {
        BytesDictionary dictionary = new BytesDictionary();
        int half = DictionaryChoice.MOST_BYTES / 2;
        BytesVector vector = new BytesVector(4, 3 * half);
        vector.append(filled(half, 1));
        vector.append(filled(half, 2));
        vector.append(filled(1, 3));
        vector.append(new byte[0]);
        assertThat(dictionary.id(vector, 0)).isZero();
        assertThat(dictionary.id(vector, 1)).isEqualTo(1);
        assertThat(dictionary.bytes()).isEqualTo(DictionaryChoice.MOST_BYTES);
        assertThat(dictionary.id(vector, 2)).isEqualTo(-1);
        assertThat(dictionary.id(vector, 3)).as("it takes no byte").isEqualTo(2);
    }

    @Test
    void numbersThatFallIntoOneSlotStayApartAndAFullDictionarySaysSo() {
        LongDictionary dictionary = new LongDictionary();
        // consecutive numbers, their negatives and their multiples by a power of two
        for (int i = 0; i < MOST; i++) {
            assertThat(dictionary.id(number(i))).isEqualTo(i);
        }
        assertThat(dictionary.id(number(MOST))).isEqualTo(-1);
        for (int i = MOST - 1; i >= 0; i--) {
            assertThat(dictionary.id(number(i))).isEqualTo(i);
            assertThat(dictionary.values()[i]).isEqualTo(number(i));
        }
        dictionary.clear();
        assertThat(dictionary.size()).isZero();
        assertThat(dictionary.id(number(5))).isZero();
        assertThat(dictionary.size()).isEqualTo(1);
    }

    private static long number(int i) {
        return switch (i % 3) {
            case 0 -> i;
            case 1 -> -(long) i;
            default -> (long) i << 40;
        };
    }

    private interface Source {
        byte[] next();
    }

    /** Draws until two hash alike, and asks for both, and for each of them again. */
    private static void alike(Source source) {
        Map<Integer, byte[]> seen = new HashMap<>();
        for (int i = 0; i < 2_000_000; i++) {
            byte[] value = source.next();
            byte[] other = seen.put(hash(value), value);
            if (other != null && !Arrays.equals(other, value)) {
                BytesDictionary dictionary = new BytesDictionary();
                BytesVector vector = new BytesVector(4, 64);
                vector.append(other);
                vector.append(value);
                vector.append(other);
                vector.append(value);
                assertThat(new int[] {
                            dictionary.id(vector, 0),
                            dictionary.id(vector, 1),
                            dictionary.id(vector, 2),
                            dictionary.id(vector, 3)
                        })
                        .containsExactly(0, 1, 0, 1);
                return;
            }
        }
        throw new AssertionError("no two of 2,000,000 values hash alike: the hash is no longer of 32 bits?");
    }

    private static int hash(byte[] value) {
        return BytesDictionary.hash(value, 0, value.length);
    }

    /** With 131,072 slots and 60,000 values some 47,000 slots are taken where chance alone decides. */
    private static void assertSpread(IntUnaryOperator hash) {
        BitSet taken = new BitSet();
        for (int i = 0; i < 60_000; i++) {
            taken.set(hash.applyAsInt(i) & (2 * MOST - 1));
        }
        assertThat(taken.cardinality()).isGreaterThan(40_000);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static BytesVector vector(String... values) {
        BytesVector vector = new BytesVector(values.length, 64);
        for (String value : values) {
            vector.append(value.getBytes(StandardCharsets.US_ASCII));
        }
        return vector;
    }
}
