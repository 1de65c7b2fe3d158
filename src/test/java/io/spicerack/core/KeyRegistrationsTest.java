package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithCore
class KeyRegistrationsTest {
    private final CoreFixture core;
    private final KeyRegistrations registrations;

    KeyRegistrationsTest(CoreFixture core) {
        this.core = core;
        registrations = core.spice().keyRegistrations();
    }

    @Test
    void twoDefaultsAreRefusedAndNothingChanges() {
        KeyReference first = core.createDefaultKey("first");
        KeyReference second = CoreFixture.key("second");
        core.keys().create(second);
        assertThatThrownBy(() ->
                        registrations.update(List.of(new RegisteredKey(first, true), new RegisteredKey(second, true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("more than one key is marked as default: ")
                .hasMessageEndingWith("; mark at most one");
        assertThat(registrations.list()).containsExactly(new RegisteredKey(first, true));
    }

    @Test
    void aKeyThatCannotBeUsedFailsAloneWithItsReason() {
        KeyReference good = CoreFixture.key("good");
        KeyReference disabled = CoreFixture.key("disabled");
        KeyReference missing = CoreFixture.key("missing");
        KeyReference elsewhere =
                new KeyReference("arn:aws:kms:us-east-1:" + CoreFixture.ACCOUNT.id() + ":key/elsewhere");
        KeyReference alias = new KeyReference("arn:aws:kms:eu-west-1:" + CoreFixture.ACCOUNT.id() + ":alias/ours");
        core.keys().create(good);
        core.keys().set(disabled, KeyState.Disabled);
        KeyRegistrations.Update update = registrations.update(List.of(
                new RegisteredKey(good, true),
                new RegisteredKey(disabled, false),
                new RegisteredKey(missing, false),
                new RegisteredKey(elsewhere, false),
                new RegisteredKey(alias, false)));
        assertThat(update.successful()).containsExactly(new RegisteredKey(good, true));
        assertThat(update.failed())
                .containsExactly(
                        new KeyRegistrations.Failed(disabled, disabled + " is Disabled; enable it first"),
                        new KeyRegistrations.Failed(missing, missing + " does not exist in this account and Region"),
                        new KeyRegistrations.Failed(
                                elsewhere,
                                elsewhere + " is in Region us-east-1; data sets here need a key of eu-west-1"),
                        new KeyRegistrations.Failed(
                                alias,
                                alias + " is no key ARN; the shape is arn:aws:kms:region:account-id:key/key-id"));
        assertThat(registrations.list()).containsExactly(new RegisteredKey(good, true));
    }

    @Test
    void aDefaultThatFailsChangesNothing() {
        KeyReference before = core.createDefaultKey("before");
        KeyReference missing = CoreFixture.key("missing");
        assertThatThrownBy(() -> registrations.update(List.of(new RegisteredKey(missing, true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the default key cannot be registered, so nothing was changed: " + missing
                        + " does not exist in this account and Region");
        assertThat(registrations.keyForNewData().key()).isEqualTo(before);
    }

    @Test
    void aKeyThatKmsDoesNotTellOfFailsWithItsWords() {
        KeyReference key = CoreFixture.key("ours");
        core.keys().reachable(false);
        assertThat(registrations.update(List.of(new RegisteredKey(key, false))).failed())
                .containsExactly(new KeyRegistrations.Failed(
                        key, "KMS key " + key + " cannot be asked for: KMS does not answer."));
    }

    /** A slip in the ARN is not the empty list. */
    @Test
    void keysThatAllFailLeaveTheRegistrationsAsTheyWere() {
        KeyReference before = core.createDefaultKey("before");
        KeyReference mistyped = CoreFixture.key("befroe");
        assertThatThrownBy(() -> registrations.update(List.of(new RegisteredKey(mistyped, false))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none of these keys can be registered, so nothing was changed: " + mistyped
                        + " does not exist in this account and Region. An empty list clears the registrations");
        assertThat(registrations.list()).containsExactly(new RegisteredKey(before, true));
    }

    @Test
    void manyDefaultsAreNotAllQuoted() {
        List<RegisteredKey> all = java.util.stream.IntStream.range(0, 51)
                .mapToObj(number -> new RegisteredKey(CoreFixture.key("k" + number), number < 2))
                .toList();
        assertThatThrownBy(() -> registrations.update(all))
                .hasMessage("more than one key is marked as default: 2 of 51, such as " + CoreFixture.key("k0")
                        + " and " + CoreFixture.key("k1") + "; mark at most one");
    }

    @Test
    void anEmptyListClearsAndTheServiceOwnedKeyApplies() {
        core.createDefaultKey("ours");
        assertThat(registrations.keyForNewData().serviceOwned()).isFalse();
        registrations.update(List.of());
        assertThat(registrations.list()).isEmpty();
        assertThat(registrations.keyForNewData().key()).isEqualTo(CoreFixture.SERVICE_OWNED_KEY);
        assertThat(registrations.keyForNewData().serviceOwned()).isTrue();
    }

    @Test
    void theReportShowsWhatHasDriftedFromTheDefaultUntilItIsRefreshed() {
        KeyReference first = core.createDefaultKey("first");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        assertThat(core.spice().keyReport().lines()).noneMatch(KeyReport.Line::drifted);
        KeyReference second = core.createDefaultKey("second");
        core.keys().set(first, KeyState.Disabled);
        assertThat(core.spice().keyReport().lines()).singleElement().satisfies(line -> {
            assertThat(line.key()).isEqualTo(first);
            assertThat(line.keyState()).isEqualTo("Disabled");
            assertThat(line.drifted()).isTrue();
            assertThat(line.grantId()).isNotNull();
        });
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        core.runNext(visits, SampleRows.of(3));
        core.keys().reachable(false);
        assertThat(core.spice().keyReport().lines()).singleElement().satisfies(line -> {
            assertThat(line.key()).isEqualTo(second);
            assertThat(line.keyState()).isEqualTo("unknown: UNREACHABLE");
            assertThat(line.drifted()).isFalse();
        });
    }
}
