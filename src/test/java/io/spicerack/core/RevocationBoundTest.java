package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each way in which a key can be taken away fails closed within the lifetime of 60 s, running readers too, with words of its
 * own; and KMS being away for less than that harms nobody. Over the embedded KMS by HTTP, with a relay in front of it.
 */
@TakesLong
class RevocationBoundTest {
    private static final String ALLOW =
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}";
    private static final String DENY =
            "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}";

    private final SetClock clock = new SetClock();
    private final RowGroup group = new RowGroup(SampleRows.of(1).schema());
    private LocalAws aws;
    private KmsRelay relay;
    private KmsCore core;
    private KeyReference key;
    private DataSetId visits;
    private OpenDataSet reader;

    @BeforeEach
    void openAReader(@TempDir Path directory) throws Exception {
        aws = AwsCore.startAws(directory.resolve("aws"));
        relay = new KmsRelay(aws.endpoint());
        core = KmsCore.open(directory, relay.endpoint(), clock);
        key = core.newDefaultKey("to be taken away");
        visits = core.publish("visits", SampleRows.of(20, 1));
        reader = core.spice().readers().open(visits);
        assertThat(reader.next(group)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        relay.mode(KmsRelay.Mode.PASSES_ON);
        reader.close();
        core.close();
        relay.close();
        aws.close();
    }

    @Test
    void aDisabledKey() {
        core.console().disableKey(key);
        assertDeniedWithinTheLifetime(
                Reason.DISABLED,
                "KMS key " + key + ": it is Disabled. Enable the key, or make another key the default");
    }

    @Test
    void aDenyInTheKeyPolicy() {
        core.clients().kms().putKeyPolicy(request -> request.keyId(key.toString())
                .policy("{\"Statement\":[" + ALLOW + "," + DENY + "]}"));
        assertDeniedWithinTheLifetime(
                Reason.ACCESS_DENIED,
                "KMS key " + key + ": this service may not use it. Check the key policy, grants and the role's policy");
    }

    @Test
    void aPendingDeletion() {
        core.clients().kms().scheduleKeyDeletion(request -> request.keyId(key.toString())
                .pendingWindowInDays(7));
        assertDeniedWithinTheLifetime(
                Reason.PENDING_DELETION,
                "KMS key " + key + ": it is PendingDeletion. Cancel the deletion and enable the key before it is gone");
    }

    @Test
    void anUnreachableKms() {
        relay.mode(KmsRelay.Mode.DEAD);
        assertServesUntilTheLifetimeIsOverThenDenied(
                Reason.UNREACHABLE, "KMS did not answer for key " + key, "has not confirmed key " + key);
    }

    @Test
    void aThrottlingKms() {
        relay.mode(KmsRelay.Mode.THROTTLES);
        assertServesUntilTheLifetimeIsOverThenDenied(
                Reason.THROTTLED,
                "KMS key " + key + ": KMS asks to slow down. It is tried again; raise the request quota if it stays",
                "has not confirmed key " + key);
    }

    @Test
    void anOutageAndThrottlingWithinTheLifetimeHarmNobody() throws Exception {
        for (KmsRelay.Mode trouble : new KmsRelay.Mode[] {KmsRelay.Mode.DEAD, KmsRelay.Mode.THROTTLES}) {
            relay.mode(trouble);
            clock.advance(Duration.ofSeconds(50));
            core.spice().readers().renew();
            assertThat(reader.next(group)).as("while KMS is " + trouble).isTrue();
            relay.mode(KmsRelay.Mode.PASSES_ON);
            core.spice().readers().renew();
            assertThat(reader.age()).isEqualTo(Duration.ZERO);
        }
        clock.advance(Duration.ofSeconds(50));
        core.spice().readers().renew();
        assertThat(reader.next(group)).isTrue();
        assertThat(reader.isCut()).isFalse();
    }

    /** KMS says no: the next time that it is asked, which is before the lifetime is over, ends the running reader too. */
    private void assertDeniedWithinTheLifetime(Reason reason, String words) {
        assertNewReaderRefused(reason, words);
        clock.advance(Duration.ofSeconds(50));
        core.spice().readers().renew();
        assertThatThrownBy(() -> reader.next(group))
                .asInstanceOf(InstanceOfAssertFactories.type(KeyUnavailableException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("Data set 'visits' was shut: " + words);
        assertRefreshRefused(words);
    }

    private void assertServesUntilTheLifetimeIsOverThenDenied(Reason reason, String words, String orWords) {
        assertNewReaderRefused(reason, words);
        clock.advance(Duration.ofSeconds(59));
        core.spice().readers().renew();
        assertThat(reader.next(group)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> reader.next(group))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith("Data set 'visits' was shut: KMS ")
                .extracting(Throwable::getMessage)
                .asString()
                .containsAnyOf(words, orWords);
        assertRefreshRefused(words);
    }

    private void assertNewReaderRefused(Reason reason, String words) {
        assertThatThrownBy(() -> core.spice().readers().open(visits))
                .asInstanceOf(InstanceOfAssertFactories.type(KeyUnavailableException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("Cannot open data set 'visits': " + words);
    }

    private void assertRefreshRefused(String words) {
        assertThatThrownBy(() -> core.publish("visits", SampleRows.of(3)))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith(words);
        assertThat(core.catalog()
                        .read(tx -> tx.versions().current(visits))
                        .orElseThrow()
                        .rows())
                .isEqualTo(20);
    }
}
