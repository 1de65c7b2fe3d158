package io.spicerack.pgwire.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers that fit a long are written without objects, and as all others are. */
class BinaryNumericTest {
    @Test
    void aLongIsWrittenAsTheSameNumberOfAnyLength() {
        for (int scale = 0; scale <= 18; scale++) {
            long ten = 1;
            for (int digits = 0; digits < 19; digits++, ten *= 10) {
                same(ten, scale);
                same(-ten, scale);
                same(ten - 1, scale);
                same(ten + 1, scale);
            }
            same(Long.MAX_VALUE, scale);
            same(Long.MIN_VALUE, scale);
            same(Long.MIN_VALUE + 1, scale);
        }
        Random random = new Random(19);
        for (int i = 0; i < 20_000; i++) {
            same(random.nextLong() >> random.nextInt(64), random.nextInt(19));
        }
    }

    private static void same(long unscaled, int scale) {
        WireBytes fast = new WireBytes(8);
        BinaryNumeric.write(unscaled, scale, fast);
        WireBytes slow = new WireBytes(8);
        BinaryNumeric.write(BigDecimal.valueOf(unscaled, scale), slow);
        assertThat(fast.copy()).as("%s of scale %s", unscaled, scale).isEqualTo(slow.copy());
    }
}
