package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.refresh.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplaysTest {
    @Test
    void aSignatureIsTakenOnceWhileItIsGood() {
        SetClock clock = new SetClock();
        Replays replays = new Replays(clock);
        replays.refuse("s");
        clock.advance(Duration.ofMinutes(29));
        assertThatThrownBy(() -> replays.refuse("s"))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("This request was received before");
        clock.advance(Duration.ofMinutes(2));
        assertThatCode(() -> replays.refuse("s")).doesNotThrowAnyException();
    }
}
