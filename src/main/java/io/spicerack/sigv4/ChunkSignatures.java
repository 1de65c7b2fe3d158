package io.spicerack.sigv4;

import static io.spicerack.sigv4.SignatureRefusedException.invalid;

import io.spicerack.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signatures of one body's chunks, each over the one before it and the first over the request's. Not thread-safe. */
final class ChunkSignatures {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String OF_NOTHING = Sha256.hex(new byte[0]);

    private final Mac mac;
    private final String scope;
    private String previous;

    ChunkSignatures(byte[] signingKey, String date, SignedScope scope) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(signingKey, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not available in this Java runtime", e);
        }
        this.scope = date + "\n" + scope.date() + "/" + scope.region() + "/" + scope.service() + "/aws4_request";
        this.previous = scope.signature();
    }

    void checkChunk(byte[] chunk, String signature) {
        check("PAYLOAD", OF_NOTHING + "\n" + Sha256.hex(chunk), signature);
    }

    /** {@code lines}: the headers after the last chunk, each ended by a line feed, without the signature. */
    void checkTrailer(String lines, String signature) {
        check("TRAILER", Sha256.hex(lines.getBytes(StandardCharsets.UTF_8)), signature);
    }

    private void check(String what, String digests, String signature) {
        String toSign = "AWS4-HMAC-SHA256-" + what + "\n" + scope + "\n" + previous + "\n" + digests;
        String expected = HexFormat.of().formatHex(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII))) {
            throw invalid("The signature of a chunk of the body does not match the one calculated for it.");
        }
        previous = expected;
    }
}
