package io.spicerack.kit.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;

/** Fresh passwords for the embedded servers. */
final class Passwords {
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 24;

    private final SecureRandom random;

    Passwords(SecureRandom random) {
        this.random = random;
    }

    /** 24 letters and digits: 140 bits, and nothing to quote anywhere. */
    String fresh() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** The password in a secret's JSON. */
    static String fromSecret(String json) {
        try {
            return new ObjectMapper().readTree(json).path("password").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the embedded secret is not JSON any more; delete the data directory");
        }
    }
}
