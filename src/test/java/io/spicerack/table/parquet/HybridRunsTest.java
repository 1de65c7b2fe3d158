package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** What is written is as short as it can be, parquet-java reads it, and it is read from wherever it stands. */
class HybridRunsTest {
    private static final int GROUP = 8;

    @Test
    void bitsAreThoseOfTheLargestId() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 8, 9, 65_536, 65_537).map(HybridRuns::bits))
                .containsExactly(0, 0, 1, 2, 2, 3, 3, 4, 16, 17);
    }

    /** The example of parquet-format's Encodings.md. */
    @Test
    void eightNumbersOfThreeBitsArePackedFromTheLowestBit() {
        assertThat(written(IntStream.range(0, 8).toArray(), 3)).isEqualTo("03" + "88c6fa");
    }

    @Test
    void eightOfOneValueAreARunAndSevenAreNone() {
        assertThat(written(of(8, 5), 3)).isEqualTo("10" + "05");
        assertThat(written(of(9, 5), 3)).isEqualTo("12" + "05");
        assertThat(written(of(7, 1), 1)).isEqualTo("03" + "7f");
        assertThat(written(of(64, 5), 3)).isEqualTo("8001" + "05");
    }

    @Test
    void aRunHasAsManyBytesAsItsValueNeeds() {
        assertThat(written(of(8, 0x1ff), 9)).isEqualTo("10" + "ff01");
        assertThat(written(of(8, 0xff), 8)).isEqualTo("10" + "ff");
        assertThat(written(of(8, 0x0a0b0c), 24)).isEqualTo("10" + "0c0b0a");
        assertThat(written(of(8, 0), 0)).isEqualTo("10");
    }

    @Test
    void theLastGroupIsFilledWithZerosWhateverStoodThere() {
        int[] values = new int[2 + GROUP];
        Arrays.fill(values, 7);
        values[0] = 1;
        PageBytes out = new PageBytes();
        HybridRuns.write(values, 2, 3, out);
        // 1 + (7 << 3), then nothing
        assertThat(HexFormat.of().formatHex(bytes(out))).isEqualTo("03" + "390000");
    }

    @Test
    void groupsEndWhereARunBegins() {
        int[] values = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        // two groups, of which the second begins with a 0, then a run of nine
        assertThat(written(values, 1)).isEqualTo("05" + "aafe" + "12" + "01");
    }

    @Test
    void whatIsTooShortForAGroupAtTheEndIsNoRun() {
        int[] values = {0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1};
        assertThat(written(values, 1)).isEqualTo("05" + "aa7f");
        int[] longer = {0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertThat(written(longer, 1)).isEqualTo("03" + "aa" + "10" + "01");
    }

    @Test
    void aGroupThatRepeatsButForItsLastIsNoRun() {
        int[] values = {0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0};
        assertThat(written(values, 1)).isEqualTo("05" + "aa7f");
        int[] first = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1};
        assertThat(written(first, 1)).isEqualTo("05" + "aafe");
    }

    @Test
    void sixtyThreeGroupsHaveOneHeaderAndTheNextOneItsOwn() {
        int[] all = IntStream.range(0, 64 * GROUP).map(i -> i % 2).toArray();
        String groups = "aa".repeat(63);
        assertThat(written(Arrays.copyOf(all, 63 * GROUP), 1)).isEqualTo("7f" + groups);
        assertThat(written(all, 1)).isEqualTo("7f" + groups + "03" + "aa");
    }

    @Test
    void everyWidthAndCountComesBackFromWhereverItStands() throws Exception {
        Random random = new Random(20_261_130);
        for (int bits = 0; bits <= 24; bits++) {
            for (int count = 1; count < 140; count += 1 + random.nextInt(9)) {
                int[] values = mixed(random, bits, count);
                byte[] bytes = HexFormat.of().parseHex(written(values, bits));
                int before = random.nextInt(3);
                int behind = random.nextInt(20);
                byte[] page = new byte[before + bytes.length + behind];
                Arrays.fill(page, (byte) -1);
                System.arraycopy(bytes, 0, page, before, bytes.length);
                int[] read = new int[count + 1];
                read[count] = -7;
                read(page, before, bits, read, count);
                assertThat(Arrays.copyOf(read, count)).as("%d bits", bits).isEqualTo(values);
                assertThat(read[count]).as("nothing behind the last").isEqualTo(-7);
                assertThat(parquetJava(bytes, bits, count)).as("%d bits", bits).isEqualTo(values);
            }
        }
    }

    /** Other writers give a run the length they like. */
    @Test
    void aRunOfMoreThan127IsReadByAllBytesOfItsHeader() {
        int[] read = new int[20_000];
        // 20,000 << 1 is 0x9c40
        read(HexFormat.of().parseHex("c0b802" + "03"), 0, 2, read, read.length);
        assertThat(read).containsOnly(3);
    }

    private static int[] of(int count, int value) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] mixed(Random random, int bits, int count) {
        int[] values = new int[count];
        int at = 0;
        while (at < count) {
            int value = random.nextInt(1 << bits);
            int end = Math.min(count, at + 1 + (random.nextBoolean() ? 0 : random.nextInt(20)));
            Arrays.fill(values, at, end, value);
            at = end;
        }
        return values;
    }

    private static String written(int[] values, int bits) {
        PageBytes out = new PageBytes();
        HybridRuns.write(Arrays.copyOf(values, values.length + GROUP), values.length, bits, out);
        return HexFormat.of().formatHex(bytes(out));
    }

    private static byte[] bytes(PageBytes page) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            page.input().writeAllTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int[] parquetJava(byte[] bytes, int bits, int count) throws IOException {
        RunLengthBitPackingHybridDecoder decoder =
                new RunLengthBitPackingHybridDecoder(bits, new ByteArrayInputStream(bytes));
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = decoder.readInt();
        }
        return values;
    }

    private static void read(byte[] data, int position, int bits, int[] values, int count) {
        RunReader reader = new RunReader();
        reader.begin(data, position, bits);
        reader.read(values, count);
    }

    /** In parts of any length, some of which are skipped. */
    @Test
    void partsAreReadAndSkippedWhereverTheyBegin() {
        Random random = new Random(19);
        for (int bits = 0; bits <= 24; bits++) {
            int count = 1 + random.nextInt(3000);
            int[] values = new int[count + GROUP];
            for (int i = 0; i < count; i++) {
                boolean again = i > 0 && random.nextInt(20) > 0 && i % 200 < 100;
                values[i] = again ? values[i - 1] : random.nextInt(1 << bits);
            }
            PageBytes out = new PageBytes();
            HybridRuns.write(values, count, bits, out);
            RunReader reader = new RunReader();
            reader.begin(bytes(out), 0, bits);
            int done = 0;
            while (done < count) {
                int part = Math.min(count - done, 1 + random.nextInt(70));
                if (random.nextInt(3) == 0) {
                    reader.skip(part);
                } else {
                    int[] read = new int[part];
                    reader.read(read, part);
                    assertThat(read)
                            .as("%s bits, from %s on", bits, done)
                            .isEqualTo(Arrays.copyOfRange(values, done, done + part));
                }
                done += part;
            }
        }
    }
}
