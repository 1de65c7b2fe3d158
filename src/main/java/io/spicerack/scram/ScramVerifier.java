package io.spicerack.scram;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password (RFC 5802): it tells the password when it is shown, and cannot be shown in its place. Its text is
 * PostgreSQL's: {@code SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY}. Immutable.
 */
public final class ScramVerifier {
    /** RFC 7677 asks for as many at least. Passwords are random bits of ours, which more of them would not make better. */
    public static final int ITERATIONS = 4096;

    static final int MOST_ITERATIONS = 1_000_000;

    private static final String MAC = "HmacSHA256";
    private static final Pattern TEXT = Pattern.compile(
            "SCRAM-SHA-256\\$([0-9]{4,7}):([A-Za-z0-9+/=]{8,88})\\$([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** Of a password of ASCII letters, which SASLprep leaves as it is. */
    public static ScramVerifier of(String password, byte[] salt, int iterations) {
        byte[] salted = salted(password.getBytes(StandardCharsets.US_ASCII), salt, iterations);
        try {
            byte[] storedKey = sha256(hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII)));
            byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
            return new ScramVerifier(iterations, salt.clone(), storedKey, serverKey);
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /**
     * For a user that does not exist: always the same one for a name, so that who asks twice learns nothing, and no password
     * opens it.
     *
     * @param secret of this run of the service
     */
    public static ScramVerifier ofNobody(String user, byte[] secret) {
        byte[] salt = Arrays.copyOf(hmac(secret, ("salt " + user).getBytes(StandardCharsets.UTF_8)), 16);
        byte[] nothing = hmac(secret, ("key " + user).getBytes(StandardCharsets.UTF_8));
        return new ScramVerifier(ITERATIONS, salt, nothing, nothing);
    }

    /** What {@link #text} has given. */
    public static ScramVerifier parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("what is kept of a database password is no SCRAM-SHA-256 verifier");
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations < ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("what is kept of a database password has " + iterations
                    + " iterations; there are " + ITERATIONS + " to " + MOST_ITERATIONS);
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramVerifier(
                iterations,
                base64.decode(parts.group(2)),
                base64.decode(parts.group(3)),
                base64.decode(parts.group(4)));
    }

    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /** Whether it was made of this password: for a log-in in which a client shows it. As fast for a wrong one as for a right one. */
    public boolean isOf(String password) {
        // those that are made here have ASCII letters alone
        if (password.isEmpty() || !StandardCharsets.US_ASCII.newEncoder().canEncode(password)) {
            return false;
        }
        byte[] salted = salted(password.getBytes(StandardCharsets.US_ASCII), salt, iterations);
        try {
            return MessageDigest.isEqual(
                    sha256(hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII))), storedKey);
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    int iterations() {
        return iterations;
    }

    String saltText() {
        return Base64.getEncoder().encodeToString(salt);
    }

    /** Whether a client's proof comes of the password; as fast for a wrong one as for a right one. */
    boolean proves(byte[] proof, String authMessage) {
        byte[] signature = hmac(storedKey, authMessage.getBytes(StandardCharsets.UTF_8));
        byte[] clientKey = new byte[signature.length];
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] = (byte) (signature[i] ^ (i < proof.length ? proof[i] : 0));
        }
        boolean right = MessageDigest.isEqual(sha256(clientKey), storedKey);
        return right && proof.length == signature.length;
    }

    /** By which the client knows that the server has the verifier. */
    byte[] serverSignature(String authMessage) {
        return hmac(serverKey, authMessage.getBytes(StandardCharsets.UTF_8));
    }

    /** PBKDF2 with HMAC-SHA-256, one block. */
    private static byte[] salted(byte[] password, byte[] salt, int iterations) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(password, MAC));
            byte[] last = mac.doFinal(
                    ByteBuffer.allocate(salt.length + 4).put(salt).putInt(1).array());
            byte[] all = last.clone();
            for (int i = 1; i < iterations; i++) {
                last = mac.doFinal(last);
                for (int j = 0; j < all.length; j++) {
                    all[j] ^= last[j];
                }
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(text);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ScramVerifier[redacted]";
    }
}
