package io.spicerack.envelope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * PBKDF2 with HMAC-SHA-256 that keeps no password: the JDK's own leaves a copy with the key that it gives, until a collection has
 * found that gone and a cleaner has run. PostgreSQL's driver asks for it at each login by SCRAM, by its standard name. Where a
 * JDK takes no provider but signed ones, it goes on to its own. Thread-safe.
 */
public final class PasswordKeys extends Provider {
    private static final long serialVersionUID = 1L;

    private static final String NAME = "SpicerackPasswordKeys";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    public PasswordKeys() {
        super(NAME, "1", "PBKDF2 that keeps no password");
        put("SecretKeyFactory." + ALGORITHM, Factory.class.getName());
    }

    /** Puts it before the JDK's own, for the whole process; twice is as good as once. */
    public static void prefer() {
        if (Security.getProvider(NAME) == null) {
            int unused = Security.insertProviderAt(new PasswordKeys(), 1);
        }
    }

    private static final int LONGEST_CHARACTER = 4;

    /** As many as the driver itself would do. Who answers at a server's address says how many rounds there are; PostgreSQL's own number is 4,096. */
    private static final int MOST_ROUNDS = 100_000;

    /** Made by name, by the JDK. */
    public static final class Factory extends SecretKeyFactorySpi {
        @Override
        protected SecretKey engineGenerateSecret(KeySpec wanted) throws InvalidKeySpecException {
            if (!(wanted instanceof PBEKeySpec spec) || spec.getSalt() == null || spec.getKeyLength() <= 0) {
                throw new InvalidKeySpecException("wanted is a PBEKeySpec with a salt and a key length");
            }
            if (spec.getIterationCount() > MOST_ROUNDS) {
                throw new InvalidKeySpecException("the server wants the password hashed " + spec.getIterationCount()
                        + " times over; " + MOST_ROUNDS + " are done at most, for it could keep this machine busy."
                        + " PostgreSQL's own number is 4096 (scram_iterations)");
            }
            char[] characters = spec.getPassword();
            byte[] password = bytes(characters);
            byte[] derived = new byte[(spec.getKeyLength() + 7) / 8];
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new Borrowed(password));
                derive(mac, spec.getSalt(), spec.getIterationCount(), derived);
                return new SecretKeySpec(derived, ALGORITHM);
            } catch (GeneralSecurityException e) {
                throw new InvalidKeySpecException("every Java platform has HmacSHA256", e);
            } finally {
                Arrays.fill(characters, '\0');
                Arrays.fill(password, (byte) 0);
                Arrays.fill(derived, (byte) 0);
            }
        }

        @Override
        protected KeySpec engineGetKeySpec(SecretKey key, Class<?> kind) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("the password was not kept");
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
            throw new InvalidKeyException("the password is not kept");
        }

        /** RFC 8018, 5.2: block by block, each the XOR of as many rounds. */
        private static void derive(Mac mac, byte[] salt, int rounds, byte[] derived) throws GeneralSecurityException {
            byte[] round = new byte[mac.getMacLength()];
            for (int block = 1, from = 0; from < derived.length; block++, from += round.length) {
                mac.update(salt);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, block));
                mac.doFinal(round, 0);
                byte[] sum = round.clone();
                for (int i = 1; i < rounds; i++) {
                    mac.update(round);
                    mac.doFinal(round, 0);
                    for (int at = 0; at < sum.length; at++) {
                        sum[at] ^= round[at];
                    }
                }
                System.arraycopy(sum, 0, derived, from, Math.min(sum.length, derived.length - from));
            }
        }

        /** As the JDK's PBKDF2 reads passwords. */
        private static byte[] bytes(char[] password) {
            byte[] room = new byte[LONGEST_CHARACTER * password.length];
            ByteBuffer encoded = ByteBuffer.wrap(room);
            CoderResult unused = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .encode(CharBuffer.wrap(password), encoded, true);
            byte[] bytes = Arrays.copyOf(room, encoded.position());
            Arrays.fill(room, (byte) 0);
            return bytes;
        }
    }

    /** The password as the MAC's key; the MAC wipes the copy that it is given. */
    private static final class Borrowed implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] password;

        Borrowed(byte[] password) {
            this.password = password;
        }

        @Override
        public String getAlgorithm() {
            return "HmacSHA256";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return password.clone();
        }
    }
}
