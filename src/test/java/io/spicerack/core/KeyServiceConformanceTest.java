package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the core relies on whatever the provider of keys is. */
class KeyServiceConformanceTest {
    private static final EncryptionContext VISITS = context("visits");
    private static final EncryptionContext WARDS = context("wards");

    private final Path directory;

    KeyServiceConformanceTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private interface Promise {
        void kept(KeyService keys, ProvidedKeys.Opened provider) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void aDataKeyOpensAgainForItsContextOnly(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference key = opened.newKey().get();
            try (GeneratedKey generated = keys.generateDataKey(key, VISITS);
                    DataKey again = keys.decrypt(generated.wrapped(), VISITS)) {
                byte[] sealed = generated.plaintext().seal(new byte[] {1, 2}, new byte[0]);
                assertThat(again.open(sealed, new byte[0])).containsExactly(1, 2);
                assertThat(generated.wrapped().key()).isEqualTo(key);
                assertRefused(() -> keys.decrypt(generated.wrapped(), WARDS), Reason.WRONG_CIPHERTEXT, key);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreEncryptedUnderTheKeyThatWasAskedForAndNoOther(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference key = opened.newKey().get();
            KeyReference other = opened.newKey().get();
            WrappedKey wrapped = keys.encrypt(key, new byte[] {7, 8}, VISITS);
            assertThat(wrapped.key()).isEqualTo(key);
            assertThat(keys.decryptBytes(wrapped, VISITS)).containsExactly(7, 8);
            WrappedKey moved = new WrappedKey(other, wrapped.ciphertext());
            assertRefused(() -> keys.decryptBytes(moved, VISITS), Reason.WRONG_CIPHERTEXT, other);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrappedMovesToAnotherKeyAndContext(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference from = opened.newKey().get();
            KeyReference to = opened.newKey().get();
            WrappedKey wrapped = keys.encrypt(from, new byte[] {5}, VISITS);
            assertThat(keys.decryptBytes(keys.reEncrypt(wrapped, to, VISITS), VISITS))
                    .containsExactly(5);
            WrappedKey moved = keys.reEncrypt(wrapped, VISITS, to, WARDS);
            assertThat(moved.key()).isEqualTo(to);
            assertThat(keys.decryptBytes(moved, WARDS)).containsExactly(5);
            assertRefused(() -> keys.reEncrypt(wrapped, WARDS, to, WARDS), Reason.WRONG_CIPHERTEXT, from);
            keySwitch(keys).disable(to);
            assertRefused(() -> keys.reEncrypt(wrapped, to, VISITS), Reason.DISABLED, to);
            keySwitch(keys).enable(to);
            keySwitch(keys).disable(from);
            assertRefused(() -> keys.reEncrypt(wrapped, to, VISITS), Reason.DISABLED, from);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsSwitchedOffDoesNothingUntilItIsSwitchedOn(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference key = opened.newKey().get();
            WrappedKey wrapped = keys.encrypt(key, new byte[] {1}, VISITS);
            assertThat(keys.describe(key)).isEqualTo(new KeyDescription(key, KeyState.Enabled, true));
            keys.permitted(key, VISITS);
            keySwitch(keys).disable(key);
            assertThat(keys.describe(key)).isEqualTo(new KeyDescription(key, KeyState.Disabled, true));
            assertRefused(() -> keys.permitted(key, VISITS), Reason.DISABLED, key);
            assertRefused(() -> keys.generateDataKey(key, VISITS), Reason.DISABLED, key);
            assertRefused(() -> keys.encrypt(key, new byte[] {1}, VISITS), Reason.DISABLED, key);
            assertRefused(() -> keys.decryptBytes(wrapped, VISITS), Reason.DISABLED, key);
            keySwitch(keys).enable(key);
            assertThat(keys.decryptBytes(wrapped, VISITS)).containsExactly(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatDoesNotExistIsDescribedAsMissingAndRefused(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference missing = keys.reference(provider.missing());
            assertThat(keys.describe(missing).state()).isEqualTo(KeyState.Missing);
            assertThat(keys.describe(missing).usable()).isFalse();
            assertRefused(() -> keys.generateDataKey(missing, VISITS), Reason.NOT_FOUND, missing);
            assertRefused(() -> keySwitch(keys).disable(missing), Reason.NOT_FOUND, missing);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keysAreNamedInTheProvidersOwnWayAloneAndTheCatalogsTextComesBackAsTheSameKey(ProvidedKeys provider)
            throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference key = opened.newKey().get();
            assertThat(keys.reference(key.text())).isEqualTo(key);
            assertThat(keys.outOfPlace(key)).isEmpty();
            assertThatThrownBy(() -> keys.reference(provider.foreign()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + provider.foreign() + "'");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherProviderIsMissingAndNeverTakenForOneOfItsOwn(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference foreign = new KeyReference(provider.foreign());
            WrappedKey wrapped = keys.encrypt(opened.newKey().get(), new byte[] {1}, VISITS);
            WrappedKey moved = new WrappedKey(foreign, wrapped.ciphertext());
            assertThat(keys.outOfPlace(foreign)).isNotEmpty();
            assertThat(keys.describe(foreign).state()).isEqualTo(KeyState.Missing);
            assertRefused(() -> keys.generateDataKey(foreign, VISITS), Reason.NOT_FOUND, foreign);
            assertRefused(() -> keys.permitted(foreign, VISITS), Reason.NOT_FOUND, foreign);
            assertRefused(() -> keys.decryptBytes(moved, VISITS), Reason.NOT_FOUND, foreign);
            assertRefused(() -> keys.reEncrypt(wrapped, foreign, VISITS), Reason.NOT_FOUND, foreign);
            assertRefused(() -> keys.reEncrypt(moved, wrapped.key(), VISITS), Reason.NOT_FOUND, foreign);
            assertRefused(() -> keySwitch(keys).disable(foreign), Reason.NOT_FOUND, foreign);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whereThereAreGrantsOneNameAndContextGiveOneAndRetiringTwiceIsNoError(ProvidedKeys provider) throws Exception {
        with(provider, (keys, opened) -> {
            KeyReference key = opened.newKey().get();
            keys.keyGrants().ifPresent(grants -> {
                String grant = grants.createGrant(key, VISITS, "spicerack-visits");
                assertThat(grants.createGrant(key, VISITS, "spicerack-visits")).isEqualTo(grant);
                assertThat(grants.createGrant(key, WARDS, "spicerack-wards")).isNotEqualTo(grant);
                assertThat(grants.retireGrant(key, grant, VISITS)).isTrue();
                assertThat(grants.retireGrant(key, grant, VISITS)).isFalse();
            });
        });
    }

    private void with(ProvidedKeys provider, Promise promise) throws Exception {
        try (ProvidedKeys.Opened opened = provider.open(directory)) {
            promise.kept(opened.keys(), opened);
        }
    }

    private static KeySwitch keySwitch(KeyService keys) {
        return keys.keySwitch().orElseThrow();
    }

    private static EncryptionContext context(String dataSet) {
        return new EncryptionContext(AwsCore.ACCOUNT.dataSet(new DataSetId(dataSet)));
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, KeyReference key) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KeyUnavailableException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.key()).isEqualTo(key);
            assertThat(e).hasMessageContaining(key.toString());
        });
    }
}
