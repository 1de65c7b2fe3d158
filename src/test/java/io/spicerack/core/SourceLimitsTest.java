package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.core.sources.ConnectionPlaces;
import io.spicerack.core.sources.RateLimit;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.SourceBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What budgets are counted with. */
class SourceLimitsTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void aReaderTakesWhatIsFreeButNeverLessThanItNeeds(@TempDir Path directory) {
        try (Catalog catalog = TestCatalogs.open(directory.resolve("catalog.db"), Clock.systemUTC())) {
            takeAndGive(new ConnectionPlaces(catalog, new DataSourceId("hospital")));
        }
    }

    private static void takeAndGive(ConnectionPlaces places) {
        assertThat(places.take(1, 3, 4)).isEqualTo(3);
        assertThat(places.take(1, 3, 4)).as("one is left").isEqualTo(1);
        assertThat(places.take(1, 1, 4)).as("none is left").isZero();
        places.give(3);
        assertThat(places.take(4, 4, 4)).as("all or none").isZero();
        assertThat(places.take(2, 5, 4)).isEqualTo(3);
        places.give(4);
        assertThat(places.take(4, 4, 4)).as("all are free again").isEqualTo(4);
        places.give(4);
        assertThat(places.take(1, 16, Integer.MAX_VALUE)).as("without a limit").isEqualTo(16);
    }

    @Test
    void bytesThatAreBookedTogetherTakeTheTimeOfAll() {
        RateLimit rate = new RateLimit(() -> 1);
        assertThat(rate.book(500_000, 1_000_000, 0)).isEqualTo(SECOND / 2);
        assertThat(rate.book(500_000, 1_000_000, 0)).as("behind the first").isEqualTo(SECOND);
        assertThat(rate.book(1_000_000, 1_000_000, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void timeThatNobodyUsedIsNotSavedUp() {
        RateLimit rate = new RateLimit(() -> 1);
        rate.book(1, 1_000_000, 0);
        assertThat(rate.book(1_000_000, 1_000_000, 100 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void whatADataSourceSaysCountsBeforeTheSettingsAndZeroLiftsALimit() {
        SourceBudget settings = new SourceBudget(
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(8),
                Optional.of(20_000_000L),
                Optional.of(Duration.ZERO));
        SourceBudget own = new SourceBudget(
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(Duration.ZERO),
                Optional.empty(),
                Optional.of(0L),
                Optional.of(Duration.ofSeconds(30)));
        assertThat(own.over(settings))
                .isEqualTo(new SourceBudget(
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.empty(),
                        Optional.of(8),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(30))));
        assertThat(SourceBudget.NONE.over(SourceBudget.NONE)).isEqualTo(SourceBudget.NONE);
    }

    @Test
    void allFaultsOfABudgetAreToldTogether() {
        assertThatThrownBy(() -> new SourceBudget(
                        Optional.of(Duration.ofDays(8)),
                        Optional.of(Duration.ofMillis(1)),
                        Optional.of(-1),
                        Optional.of(5L),
                        Optional.of(Duration.ofSeconds(-1))))
                .hasMessage("LongestTransaction is 8 days; it must be from 1 s to 7 days, or 0s for no limit;"
                        + " StatementTimeout is 1 ms; it must be from 1 s to 7 days, or 0s for no limit;"
                        + " ReplicaLag is -1 s; it must be from 1 s to 7 days, or 0s for no limit;"
                        + " Connections is -1; it must be 1 to 1000, or 0 for no limit;"
                        + " MegabytesPerSecond is 5.0E-6; it must be at least 0.01, or 0 for no limit");
    }
}
