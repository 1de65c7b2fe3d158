package io.spicerack.kit.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Story story = new Story(new PrintStream(out, true, UTF_8));

    @Test
    void stepsAreNumberedAndTimed() throws Exception {
        story.step("Refresh", () -> story.say("%,d rows", 1200));
        story.step("Read", () -> story.expect("rows", 3, 3));
        assertThat(out.toString(UTF_8))
                .matches("(?s)\\R1\\. Refresh\\R   1,200 rows\\R   \\(\\d+\\.\\d s\\)\\R"
                        + "\\R2\\. Read\\R   rows: 3\\R   \\(\\d+\\.\\d s\\)\\R");
    }

    @Test
    void anExpectationThatDoesNotHoldEndsTheStepWithBothValues() {
        assertThatThrownBy(() -> story.step("Read", () -> story.expect("rows", 3, 4)))
                .isInstanceOf(Story.Unexpected.class)
                .hasMessage("rows: expected 3, seen 4");
        assertThat(out.toString(UTF_8)).contains("STEP 1 DID NOT HOLD: Read", "rows: expected 3, seen 4");
        assertThatThrownBy(() -> story.require(false, "no leak", "one")).hasMessage("expected: no leak; seen: one");
    }

    @Test
    void anyOtherFailureIsShownAsSeen() {
        assertThatThrownBy(() -> story.step("Read", () -> {
                    throw new IllegalStateException("no disk");
                }))
                .hasMessage("no disk");
        assertThat(out.toString(UTF_8)).contains("seen: java.lang.IllegalStateException: no disk");
    }
}
