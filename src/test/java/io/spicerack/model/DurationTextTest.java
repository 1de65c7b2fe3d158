package io.spicerack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.0000001S, 0.0000001 s",
        "PT0.3S, 300 ms",
        "PT1.5S, 1.5 s",
        "PT90S, 90 s",
        "PT16M, 16 min",
        "PT48H, 48 h",
        "PT72H, 3 days",
        "PT73H, 73 h",
        "PT-2M, -2 min"
    })
    void aDurationReadsAsPeopleSayIt(Duration time, String text) {
        assertThat(DurationText.of(time)).isEqualTo(text);
    }
}
