package io.spicerack.core.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.core.refresh.Expectations.Pace;
import io.spicerack.model.SourceUse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void whatEachRefreshCostsIsNotMultipliedBySize() {
        Pace pace =
                Pace.of(List.of(use(1_000, 3_000), use(100 * MEGABYTE, 13_000))).orElseThrow();
        assertThat(pace.fixed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(pace.of(200 * MEGABYTE)).contains(Duration.ofSeconds(23));
    }

    @Test
    void smallTablesTellNothingOfALargeOne() {
        assertThat(Pace.of(List.of(use(1_000, 3_000), use(2_000, 3_300)))).isEmpty();
        Pace pace = Pace.of(List.of(use(MEGABYTE, 3_300))).orElseThrow();
        assertThat(pace.of(3_000 * MEGABYTE))
                .as("it was 9,879 s for what took 3.3 s")
                .isEmpty();
        assertThat(pace.of(10 * MEGABYTE)).contains(Duration.ofSeconds(33));
    }

    @Test
    void aSlowSmallRefreshIsNoFixedCostOfAFastLargeOne() {
        Pace pace = Pace.of(List.of(use(1_000, 60_000), use(100 * MEGABYTE, 10_000)))
                .orElseThrow();
        assertThat(pace.fixed()).isEqualTo(Duration.ZERO);
        assertThat(pace.of(100 * MEGABYTE)).contains(Duration.ofSeconds(10));
    }

    private static SourceUse use(long bytes, long millis) {
        Duration time = Duration.ofMillis(millis);
        return new SourceUse(1, Duration.ZERO, time, bytes / 100, bytes, time);
    }
}
