package io.spicerack.sigv4;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP request its signature is about. Immutable as long as nobody writes to its body.
 *
 * @param target path and query as sent, with their escapes
 * @param headers by name in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // lent for one check, not kept
public record SignedRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
    /** What S3's signature has instead of the body. */
    static final String CONTENT_SHA256 = "x-amz-content-sha256";

    /** One that says who sent the request, or what: it may not be unclear which one counts. */
    @Nullable
    String header(String lowerCaseName) {
        List<String> values = headers.getOrDefault(lowerCaseName, List.of());
        if (values.size() > 1) {
            throw new SignatureRefusedException(
                    "IncompleteSignatureException", "The header " + lowerCaseName + " is there twice");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
