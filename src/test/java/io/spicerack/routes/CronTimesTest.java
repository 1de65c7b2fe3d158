package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times of crons through both changes of the clocks. In Zurich they go from 2:00 to 3:00, and from 3:00 to 2:00. */
class CronTimesTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0 30 2 * * ?   | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z
            0 30 2 * * ?   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
            0 0 2 * * ?    | 2026-10-24T23:59:00Z | 2026-10-25T00:00:00Z 2026-10-26T01:00:00Z
            0 0/30 * * * ? | 2026-03-29T00:10:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:00:00Z
            0 0/30 * * * ? | 2026-10-25T00:10:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-25T02:00:00Z
            0 0 0/2 * * ?  | 2026-10-24T22:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T03:00:00Z
            0 0 3 * * ?    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z
            0 0 12 L * ?   | 2026-02-01T00:00:00Z | 2026-02-28T11:00:00Z 2026-03-31T10:00:00Z
            """)
    void theTimesAre(String cron, Instant after, String times) {
        CronTimes read = new CronTimes(cron, ZURICH, Set.of());
        List<Instant> expected =
                Stream.of(times.split(" ", -1)).map(Instant::parse).toList();
        assertThat(next(read, after, expected.size())).isEqualTo(expected);
    }

    /** Each time once and in order, for whatever moment is asked about: a clock that is moved brings none twice or out of turn. */
    @Test
    void aYearOfQuartersHasEachQuarterOnce() {
        CronTimes quarters = new CronTimes("0 0/15 * * * ?", ZURICH, Set.of());
        List<Instant> times = new ArrayList<>();
        Instant at = Instant.parse("2026-03-28T00:00:00Z");
        while (at.isBefore(Instant.parse("2026-03-30T00:00:00Z"))) {
            at = quarters.nextAfter(at).orElseThrow();
            times.add(at);
        }
        assertThat(times).hasSize(192).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void daysThatAreLeftOut() {
        CronTimes daily = new CronTimes(
                "0 0 2 * * ?", ZURICH, Set.of(LocalDate.parse("2026-12-25"), LocalDate.parse("2026-12-26")));
        assertThat(next(daily, Instant.parse("2026-12-24T00:00:00Z"), 2))
                .containsExactly(Instant.parse("2026-12-24T01:00:00Z"), Instant.parse("2026-12-27T01:00:00Z"));
    }

    @Test
    void noneComesAfterTheLastYear() {
        CronTimes last = new CronTimes("0 0 2 1 1 ? 2098", ZURICH, Set.of());
        assertThat(last.nextAfter(Instant.parse("2098-06-01T00:00:00Z"))).isEqualTo(Optional.empty());
    }

    /** A jitter is the same whenever it is asked for, and brings no time twice. */
    @Test
    void aJitterIsOfTheScheduleAndTheTimeAlone() {
        Map<String, String> options =
                Map.of("cron", "0 0/10 * * * ?", "trigger.timeZone", "Europe/Zurich", "jitter", "900");
        ScheduleTimes times = ScheduleTimes.of("refresh.wards", options);
        Instant start = Instant.parse("2026-10-24T23:00:00Z");
        List<Instant> drawn = times.next(start, 100);
        assertThat(drawn).isSorted().doesNotHaveDuplicates();
        assertThat(drawn.stream()
                        .mapToLong(time -> time.getEpochSecond() % 600)
                        .distinct()
                        .count())
                .isGreaterThan(50);
        assertThat(ScheduleTimes.of("refresh.wards", options).next(drawn.get(40), 59))
                .isEqualTo(drawn.subList(41, 100));
        assertThat(ScheduleTimes.of("refresh.beds", options).next(start, 100)).isNotEqualTo(drawn);
    }

    private static List<Instant> next(CronTimes cron, Instant after, int count) {
        return Stream.iterate(cron.nextAfter(after), Optional::isPresent, time -> time.flatMap(cron::nextAfter))
                .limit(count)
                .flatMap(Optional::stream)
                .toList();
    }
}
