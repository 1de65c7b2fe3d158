package io.spicerack.camel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the times that were missed are made up for. */
class CronScheduleTest {
    private static final Instant NOW = Instant.parse("2026-10-25T10:30:00Z");

    @Test
    void allAreEachOfTheLastTwoDaysAndNoMoreThanTheMost() {
        assertThat(missed("0 0 * * * ?", "all", 5)).containsExactly(hours(6, 7, 8, 9, 10));
        assertThat(missed("0 0 * * * ?", "all", 24 * 30)).hasSize(48).startsWith(NOW.minus(Duration.ofMinutes(2850)));
        assertThat(missed("0 * * * * ?", "all", 24)).hasSize(48).endsWith(NOW.minus(Duration.ofMinutes(1)));
        assertThat(missed("0 0 * * * ?", "all", 0)).isEmpty();
    }

    @Test
    void onceIsTheNewestAndNoneIsNone() {
        assertThat(missed("0 0 * * * ?", "once", 5)).containsExactly(hours(10));
        assertThat(missed("0 0 * * * ?", "none", 5)).isEmpty();
    }

    /** That night 02:30 comes twice in Zurich, and counts once; what is for every hour goes on through both. */
    @Test
    void theNightOnWhichTheClocksGoBackHasEachTimeOnce() {
        assertThat(missed("0 30 2 * * ?", "all", 24)).containsExactly(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(missed("0 30 * * * ?", "all", 11)).hasSize(10);
    }

    @Test
    void whatWasPausedGoesOnWithTheFirstThatIsMadeUpFor() {
        Instant first = Instant.parse("2026-10-25T06:00:00Z");
        assertThat(schedule("0 0 * * * ?", "all").afterMisfire(first, NOW)).isEqualTo(first);
        assertThat(schedule("0 * * * * ?", "all").afterMisfire(first, NOW))
                .isEqualTo(NOW.minus(Duration.ofMinutes(48)));
        assertThat(schedule("0 0 * * * ?", "once").afterMisfire(first, NOW)).isEqualTo(NOW);
    }

    private static List<Instant> missed(String cron, String catchUp, int hours) {
        return schedule(cron, catchUp).missed(NOW.minus(Duration.ofHours(hours)), NOW);
    }

    private static CronSchedule schedule(String cron, String catchUp) {
        return CronSchedule.of(
                "refresh/wards", Map.of("cron", cron, "trigger.timeZone", "Europe/Zurich", "catchUp", catchUp));
    }

    private static Instant[] hours(int... hours) {
        return java.util.stream.IntStream.of(hours)
                .mapToObj(hour -> Instant.parse("2026-10-25T00:00:00Z").plusSeconds(hour * 3600L))
                .toArray(Instant[]::new);
    }
}
