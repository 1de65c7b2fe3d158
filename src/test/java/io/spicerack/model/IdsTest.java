package io.spicerack.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** An id is what QuickSight's pattern says, letter by letter. */
class IdsTest {
    private static boolean isTaken(String id) {
        return Assertions.catchThrowable(() -> Ids.check("data set", id)) == null;
    }

    @Test
    void aLetterIsAllowedWhereThePatternAllowsIt() {
        for (int letter = Character.MIN_VALUE; letter <= Character.MAX_VALUE; letter++) {
            String id = String.valueOf((char) letter);
            assertThat(isTaken(id)).as("letter %04x", letter).isEqualTo(id.matches("[a-zA-Z0-9-_]+"));
        }
    }

    @Test
    void itHas1To128OfThem() {
        assertThat(isTaken("")).isFalse();
        assertThat(isTaken("a".repeat(128))).isTrue();
        assertThat(isTaken("a".repeat(129))).isFalse();
        assertThat(isTaken("a".repeat(127) + "\n")).isFalse();
    }
}
