package io.spicerack.sigv4;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an Authorization header of Signature Version 4 says. Immutable.
 *
 * @param date yyyyMMdd
 * @param signedHeaders in lower case
 */
record SignedScope(
        String accessKeyId, String date, String region, String service, List<String> signedHeaders, String signature) {
    private static final Pattern SHAPE = Pattern.compile("AWS4-HMAC-SHA256\\s+Credential=([^/,\\s]+)/([0-9]{8})"
            + "/([^/,\\s]+)/([^/,\\s]+)/aws4_request,\\s*SignedHeaders=([^,\\s]+),\\s*Signature=([0-9a-f]{64})");

    static SignedScope parse(@Nullable String authorization) {
        if (authorization == null) {
            throw new SignatureRefusedException(
                    "MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        Matcher matcher = SHAPE.matcher(authorization);
        if (!matcher.matches()) {
            throw new SignatureRefusedException(
                    "IncompleteSignatureException",
                    "The Authorization header is not AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature");
        }
        return new SignedScope(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                List.of(matcher.group(5).split(";", -1)),
                matcher.group(6));
    }
}
