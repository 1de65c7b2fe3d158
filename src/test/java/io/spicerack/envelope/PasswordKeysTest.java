package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The key derivation that PostgreSQL's driver gets by the standard name gives what the JDK's own does. */
class PasswordKeysTest {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    @Test
    void everyPasswordGivesTheKeyThatTheJdkGives() throws Exception {
        PasswordKeys.prefer();
        PasswordKeys.prefer();
        SecretKeyFactory ours = SecretKeyFactory.getInstance(ALGORITHM);
        SecretKeyFactory jdks = SecretKeyFactory.getInstance(ALGORITHM, "SunJCE");
        assertThat(ours.getProvider().getName()).isEqualTo("SpicerackPasswordKeys");
        Random random = new Random(7);
        for (int run = 0; run < 100; run++) {
            char[] password = new char[1 + random.nextInt(80)];
            for (int i = 0; i < password.length; i++) {
                password[i] = (char) (run % 2 == 0 ? ' ' + random.nextInt(95) : 1 + random.nextInt(0xD000));
            }
            byte[] salt = new byte[1 + random.nextInt(40)];
            random.nextBytes(salt);
            int rounds = 1 + random.nextInt(50);
            int bits = 8 * (1 + random.nextInt(100));
            byte[] key = ours.generateSecret(new PBEKeySpec(password, salt, rounds, bits))
                    .getEncoded();
            assertThat(key)
                    .as("run " + run)
                    .isEqualTo(jdks.generateSecret(new PBEKeySpec(password, salt, rounds, bits))
                            .getEncoded());
        }
    }

    /** Who answers at a server's address may ask for 2147483647, and for each attempt anew. */
    @Test
    void moreRoundsThanAServerNeedsAreRefusedAtOnce() {
        assertThatThrownBy(() -> SecretKeyFactory.getInstance(ALGORITHM, new PasswordKeys())
                        .generateSecret(new PBEKeySpec("secret".toCharArray(), new byte[] {1}, Integer.MAX_VALUE, 256)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessage(
                        "the server wants the password hashed 2147483647 times over; 100000 are done at most, for it"
                                + " could keep this machine busy. PostgreSQL's own number is 4096 (scram_iterations)");
    }

    @Test
    void asManyAsAreDoneAtMostGiveTheKeyThatTheJdkGives() throws Exception {
        KeySpec most = new PBEKeySpec("secret".toCharArray(), new byte[] {1}, 100_000, 256);
        byte[] key = SecretKeyFactory.getInstance(ALGORITHM, new PasswordKeys())
                .generateSecret(most)
                .getEncoded();
        assertThat(key)
                .isEqualTo(SecretKeyFactory.getInstance(ALGORITHM, "SunJCE")
                        .generateSecret(most)
                        .getEncoded());
    }

    @Test
    void thePasswordComesBackFromNoKey() throws Exception {
        PBEKeySpec spec = new PBEKeySpec("correct horse".toCharArray(), new byte[] {1}, 2, 256);
        SecretKeyFactory ours = SecretKeyFactory.getInstance(ALGORITHM, new PasswordKeys());
        SecretKey key = ours.generateSecret(spec);
        assertThat(key.getAlgorithm()).isEqualTo(ALGORITHM);
        assertThatThrownBy(() -> ours.getKeySpec(key, PBEKeySpec.class))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessage("the password was not kept");
        assertThatThrownBy(() -> ours.translateKey(key))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("the password is not kept");
    }

    @Test
    void itStandsBeforeTheJdksOwn() {
        Security.removeProvider("SpicerackPasswordKeys");
        PasswordKeys.prefer();
        Provider first = Security.getProviders()[0];
        assertThat(first.getName()).isEqualTo("SpicerackPasswordKeys");
        PasswordKeys.prefer();
        assertThat(Security.getProviders()[0]).isSameAs(first);
    }

    @Test
    void aSpecWithoutASaltOrALengthOrOfAnotherKindIsRefused() throws Exception {
        SecretKeyFactory ours = SecretKeyFactory.getInstance(ALGORITHM, new PasswordKeys());
        for (KeySpec spec : List.of(
                new PBEKeySpec("secret".toCharArray(), new byte[] {1}, 2),
                new SecretKeySpec(new byte[] {1}, ALGORITHM))) {
            assertThatThrownBy(() -> ours.generateSecret(spec))
                    .isInstanceOf(InvalidKeySpecException.class)
                    .hasMessage("wanted is a PBEKeySpec with a salt and a key length");
        }
    }

    @Test
    void aSpecWithoutASaltIsRefused() {
        assertThatThrownBy(() -> SecretKeyFactory.getInstance(ALGORITHM, new PasswordKeys())
                        .generateSecret(new PBEKeySpec("secret".toCharArray())))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessage("wanted is a PBEKeySpec with a salt and a key length");
    }
}
