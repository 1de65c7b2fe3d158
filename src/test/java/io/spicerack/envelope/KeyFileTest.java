package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the port gives a provider for nothing, and that a provider can be as small as a file. */
class KeyFileTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    private static final EncryptionContext VISITS = new EncryptionContext(ACCOUNT.dataSet(new DataSetId("visits")));

    private final Path file;
    private final KeyFile keys;

    KeyFileTest(@TempDir Path directory) {
        file = directory.resolve("keys");
        keys = new KeyFile(file);
    }

    @Test
    void aProviderWithoutCapabilitiesHasNeitherGrantsNorASwitchNorAnObjection() {
        KeyService bare = (KeyService) Proxy.newProxyInstance(
                KeyService.class.getClassLoader(), new Class<?>[] {KeyService.class}, InvocationHandler::invokeDefault);
        assertThat(bare.keyGrants()).isEmpty();
        assertThat(bare.keySwitch()).isEmpty();
        assertThat(bare.outOfPlace(new KeyReference("any"))).isEmpty();
    }

    @Test
    void aMoveToAnotherKeyKeepsTheContextWhereNoneIsNamed() {
        KeyReference first = keys.create("wards/first");
        KeyReference second = keys.create("wards/second");
        WrappedKey moved = keys.reEncrypt(keys.encrypt(first, new byte[] {3}, VISITS), second, VISITS);
        assertThat(moved.key()).isEqualTo(second);
        assertThat(keys.decryptBytes(moved, VISITS)).containsExactly(3);
    }

    @Test
    void aFreshDataKeyIsWipedByItsGeneratedKeyAndOpensAgainFromTheWrappedForm() throws Exception {
        KeyReference key = keys.create("wards/visits");
        GeneratedKey generated = keys.generateDataKey(key, VISITS);
        byte[] sealed = generated.plaintext().seal(new byte[] {4}, new byte[0]);
        generated.close();
        assertThatThrownBy(() -> generated.plaintext().seal(new byte[0], new byte[0]))
                .hasMessage("this data key is closed");
        try (DataKey again = new KeyFile(file).decrypt(generated.wrapped(), VISITS)) {
            assertThat(again.open(sealed, new byte[0])).containsExactly(4);
        }
    }

    @Test
    void nobodyButItsOwnerReadsTheFileAndNothingThatWasWrappedStandsInIt() throws Exception {
        KeyReference key = keys.create("wards/visits");
        byte[] secret = new SecureRandom().generateSeed(DataKey.LENGTH);
        keys.encrypt(key, secret, VISITS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .startsWith("wards/visits Enabled ")
                .doesNotContain(Base64.getEncoder().encodeToString(secret));
    }

    @Test
    void aNameOfAnotherShapeIsRefusedWithTheShape() {
        assertThatThrownBy(() -> keys.create("visits"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'visits' is no name of a key in a key file; the shape is folder/key, both of 1 to 64 of a-z,"
                                + " 0-9 and -");
        KeyReference unknown = keys.reference("wards/none");
        assertThatThrownBy(() -> keys.permitted(unknown, VISITS))
                .isInstanceOfSatisfying(KeyUnavailableException.class, e -> {
                    assertThat(e.key()).isEqualTo(unknown);
                    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
                });
    }
}
