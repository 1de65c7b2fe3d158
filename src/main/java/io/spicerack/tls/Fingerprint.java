package io.spicerack.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 of what a server shows, written as {@code openssl x509 -fingerprint -sha256} does. Immutable. */
public record Fingerprint(String text) {
    private static final HexFormat BYTES = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        if (!text.matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")) {
            throw new IllegalArgumentException("fingerprint '" + text + "' is not the SHA-256 of a certificate or key:"
                    + " 64 hexadecimal digits, with or without colons");
        }
    }

    static Fingerprint of(byte[] encoded) {
        try {
            return new Fingerprint(
                    BYTES.formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** As a person copies it: with or without colons, in capitals or not. */
    public static Fingerprint parse(String text) {
        String digits = text.strip().replace(":", "").toUpperCase(Locale.ROOT);
        return new Fingerprint(digits.replaceAll("(..)(?=.)", "$1:"));
    }

    @Override
    public String toString() {
        return text;
    }
}
