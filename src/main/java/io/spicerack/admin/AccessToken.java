package io.spicerack.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** A bearer token: of one run of the service, or the one for metrics. Immutable. */
final class AccessToken {
    private static final int BYTES = 32;

    private final String value;

    private AccessToken(String value) {
        this.value = value;
    }

    static AccessToken random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** One that somebody else has made. */
    static AccessToken of(String value) {
        return new AccessToken(value);
    }

    /** Whether an Authorization header carries it; takes equally long wherever the two differ. */
    boolean admits(String authorization) {
        byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(("Bearer " + value).getBytes(StandardCharsets.UTF_8), given);
    }

    /** Its text, for the file that its owner reads. */
    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "AccessToken[redacted]";
    }
}
