package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which changes are over. */
class SettledFilesTest {
    private final SettledFiles<String> files = new SettledFiles<>();

    SettledFilesTest() {
        files.begin(Map.of("a", "1", "b", "1"));
    }

    @Test
    void aChangeCountsOnceTwoLooksHaveSeenIt() {
        Map<String, String> changed = Map.of("a", "2", "b", "1");
        assertThat(files.look(changed)).isEmpty();
        assertThat(files.look(changed)).contains(changed);
        assertThat(files.look(changed)).as("until it is taken").contains(changed);
        files.take(changed);
        assertThat(files.look(changed)).isEmpty();
    }

    @Test
    void whatIsTakenBackIsNoChange() {
        assertThat(files.look(Map.of("a", "2", "b", "1"))).isEmpty();
        assertThat(files.look(Map.of("a", "1", "b", "1"))).isEmpty();
        assertThat(files.look(Map.of("a", "1", "b", "1"))).isEmpty();
    }

    @Test
    void aCheckoutIsTakenWhole() {
        assertThat(files.look(Map.of("a", "2", "b", "1"))).isEmpty();
        assertThat(files.look(Map.of("a", "2"))).isEmpty();
        assertThat(files.look(Map.of("a", "2"))).contains(Map.of("a", "2"));
    }

    @Test
    void oneThatNeverRestsKeepsOthersWaitingForSomeLooksAlone() {
        Optional<Map<String, String>> settled = Optional.empty();
        int looks = 0;
        while (settled.isEmpty() && looks < 100) {
            looks++;
            settled = files.look(Map.of("a", String.valueOf(looks + 1), "b", "2", "c", "new"));
        }
        assertThat(settled).contains(Map.of("a", "1", "b", "2", "c", "new"));
        assertThat(looks).isEqualTo(10);
    }
}
