package io.spicerack.core.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.account.SignedChanges.Signed;
import io.spicerack.core.account.SignedChanges.Turn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each signature is carried out once, whatever happens to the process or to the clock. */
class SignedChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
    private static final Duration GOOD = Duration.ofMinutes(15);
    private static final byte[] ANSWER = "sealed".getBytes(UTF_8);

    @TempDir
    Path directory = Path.of("never-used");

    @Test
    void oneThatIsBeingCarriedOutIsNotCarriedOutBeside() {
        try (Catalog catalog = open(NOW)) {
            SignedChanges changes = new SignedChanges(catalog, at(NOW));
            assertThat(changes.take(signed("a", "set/1"))).isInstanceOf(Turn.First.class);
            assertThat(changes.take(signed("a", "set/1"))).isEqualTo(new Turn.Refused("it is being carried out"));
            changes.ended(signed("a", "set/1"), Optional.of(ANSWER), false);
            assertThat(changes.take(signed("a", "set/1")))
                    .isInstanceOfSatisfying(Turn.Again.class, again -> assertThat(again.sealedAnswer())
                            .isEqualTo(ANSWER));
        }
    }

    @Test
    void theFirstAnswerOutlivesTheProcess() {
        try (Catalog catalog = open(NOW)) {
            SignedChanges changes = new SignedChanges(catalog, at(NOW));
            changes.take(signed("answered", "set/1"));
            changes.ended(signed("answered", "set/1"), Optional.of(ANSWER), false);
            changes.take(signed("cut", "set/2"));
        }
        try (Catalog catalog = open(NOW)) {
            SignedChanges changes = new SignedChanges(catalog, at(NOW));
            assertThat(changes.take(signed("answered", "set/1"))).isInstanceOf(Turn.Again.class);
            assertThat(changes.take(signed("cut", "set/2")))
                    .isInstanceOfSatisfying(Turn.Refused.class, refused -> assertThat(refused.why())
                            .startsWith("what it got is not known"));
        }
    }

    @Test
    void anAnswerThatIsTooLongIsNotKept() {
        try (Catalog catalog = open(NOW)) {
            SignedChanges changes = new SignedChanges(catalog, at(NOW));
            changes.take(signed("a", "set/1"));
            changes.ended(signed("a", "set/1"), Optional.of(new byte[(64 << 10) + 1]), false);
            assertThat(changes.take(signed("a", "set/1"))).isInstanceOf(Turn.Refused.class);
        }
    }

    @Test
    void answersGoWithTheirSignaturesAndAClockThatIsSetBackOpensNothing() {
        try (Catalog catalog = open(NOW)) {
            SignedChanges before = new SignedChanges(catalog, at(NOW));
            before.take(signed("old", "set/1"));
            before.ended(signed("old", "set/1"), Optional.of(ANSWER), false);
            Instant later = NOW.plus(GOOD).plusSeconds(1);
            new SignedChanges(catalog, at(later)).take(new Signed("new", "s-new", later.plus(GOOD), "set/2"));
            assertThat(before.take(signed("old", "set/1"))).isInstanceOf(Turn.Refused.class);
            assertThat(before.take(signed("other", "set/1"))).isInstanceOf(Turn.Refused.class);
        }
    }

    private Catalog open(Instant now) {
        return Catalog.open(directory.resolve("catalog.db"), at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static Signed signed(String digest, String about) {
        return new Signed(digest, "signature of " + digest, NOW.plus(GOOD), about);
    }
}
