package io.spicerack.core.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RefreshProgressTest {
    private static final RefreshEstimate THOUSAND_IN_TEN_SECONDS =
            new RefreshEstimate(OptionalLong.of(1_000), OptionalLong.empty(), Optional.of(Duration.ofSeconds(10)));

    @Test
    void aSourceThatSendsNothingIsNamedAndNoTimeIsTold() {
        RefreshProgress stalled = progress(0, 76, 75);
        assertThat(stalled).hasToString("no row yet after 76 s, waiting for the source for 75 s");
        assertThat(stalled.secondsToGo()).isEmpty();
    }

    @Test
    void whatTakesLongerThanExpectedHasNoTimeToGo() {
        assertThat(progress(0, 4, 0)).hasToString("no row yet after 4 s, ETA 6 s");
        assertThat(progress(0, 11, 0).secondsToGo()).isEmpty();
        assertThat(progress(1_200, 12, 0).secondsToGo())
                .as("there are more rows than were expected")
                .isEmpty();
    }

    @Test
    void atAnEvenPaceItIsTold() {
        assertThat(progress(500, 5, 0)).hasToString("500 rows, 100 rows/s, 50 %, ETA 5 s");
        assertThat(progress(500, 5, 3))
                .hasToString("500 rows, 100 rows/s, 50 %, ETA 5 s, waiting for the source for 3 s");
        assertThat(progress(500, 20, 15)).hasToString("500 rows, 25 rows/s, 50 %, waiting for the source for 15 s");
    }

    private static RefreshProgress progress(long rows, long elapsed, long waiting) {
        return new RefreshProgress(
                new DataSetId("visits"),
                new IngestionId("i-1"),
                rows,
                rows,
                0,
                THOUSAND_IN_TEN_SECONDS,
                new RefreshProgress.Times(Duration.ofSeconds(elapsed), Duration.ofSeconds(waiting)));
    }
}
