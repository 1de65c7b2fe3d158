package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.junit.jupiter.api.Test;

/** Pages that shrink much, little and not at all, one after the other through one codec. */
class ZstdCodecTest {
    @Test
    void pagesThatDoNotShrinkAreKeptTooAndTheNextOnesAsWell() throws IOException {
        ZstdCodec codec = new ZstdCodec(Compression.DEFAULT, new ReusableBytes());
        try {
            for (int share : new int[] {0, 100, 0, 60, 100}) {
                byte[] page = page(share);
                BytesInput compressed = codec.compress(BytesInput.from(page));
                byte[] bytes = compressed.toInputStream().readAllBytes();
                assertThat(codec.decompress(BytesInput.from(bytes), page.length)
                                .toInputStream()
                                .readAllBytes())
                        .isEqualTo(page);
            }
        } finally {
            codec.release();
        }
    }

    /** So many percent of it at random: 1.5 MB. */
    private static byte[] page(int share) {
        byte[] page = new byte[1_500_000];
        byte[] noise = new byte[page.length / 100 * share];
        new Random(share).nextBytes(noise);
        System.arraycopy(noise, 0, page, 0, noise.length);
        return page;
    }
}
