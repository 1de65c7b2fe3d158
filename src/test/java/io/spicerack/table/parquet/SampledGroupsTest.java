package io.spicerack.table.parquet;

import io.spicerack.TakesLong;
import io.spicerack.table.RandomTables;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Groups so large that the encoder looks at a sample of them; a class of its own, since each takes a second or more. */
@TakesLong
class SampledGroupsTest {
    @Property(seed = "1729", tries = 12, shrinking = ShrinkingMode.OFF)
    void groupsThatAreSampledAreTheSameToo(@ForAll long seed, @ForAll @IntRange(min = 8_000, max = 80_000) int rows)
            throws Exception {
        PageEncoderTest.assertSame(RandomTables.group(seed, rows));
    }
}
