package io.spicerack.sigv4;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of AWS's published Signature Version 4 test suite, with the signature that AWS publishes for it. A header that
 * goes over several lines stands here as several values, which is how the suite signs it. Immutable.
 *
 * @param headers names and values in their order
 * @param signedHeaders separated by semicolons, as in the Authorization header
 */
record PublishedRequest(
        String name,
        String method,
        String target,
        List<List<String>> headers,
        String body,
        String signedHeaders,
        String signature) {
    static final Instant SIGNED_AT = Instant.parse("2015-08-30T12:36:00Z");
    static final String SCOPE = "20150830/us-east-1/service/aws4_request";

    private static final String ACCESS_KEY_ID = "AKIDEXAMPLE";
    private static final String SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    static List<PublishedRequest> all() {
        try (InputStream file = PublishedRequest.class.getResourceAsStream("/sigv4/published-requests.json")) {
            return List.of(new ObjectMapper().readValue(file, PublishedRequest[].class));
        } catch (IOException e) {
            throw new IllegalStateException("the published requests cannot be read", e);
        }
    }

    static PublishedRequest of(String name) {
        return all().stream()
                .filter(request -> request.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    PublishedRequest withMethod(String other) {
        return new PublishedRequest(name, other, target, headers, body, signedHeaders, signature);
    }

    PublishedRequest withTarget(String other) {
        return new PublishedRequest(name, method, other, headers, body, signedHeaders, signature);
    }

    PublishedRequest withBody(String other) {
        return new PublishedRequest(name, method, target, headers, other, signedHeaders, signature);
    }

    PublishedRequest withSignature(String other) {
        return new PublishedRequest(name, method, target, headers, body, signedHeaders, other);
    }

    PublishedRequest withSignedHeaders(String other) {
        return new PublishedRequest(name, method, target, headers, body, other, signature);
    }

    /** {@code value} is null for a request without the header at {@code index}. */
    PublishedRequest withHeader(int index, @Nullable String value) {
        List<List<String>> changed = new ArrayList<>(headers);
        if (value == null) {
            changed.remove(index);
        } else {
            changed.set(index, List.of(headers.get(index).get(0), value));
        }
        return new PublishedRequest(name, method, target, changed, body, signedHeaders, signature);
    }

    PublishedRequest withAnother(String header, String value) {
        List<List<String>> more = new ArrayList<>(headers);
        more.add(List.of(header, value));
        return new PublishedRequest(name, method, target, more, body, signedHeaders, signature);
    }

    /** As the server of the suite's service sees it, at the moment of the signature. */
    void verify() {
        verify(SCOPE, SIGNED_AT);
    }

    /** {@code scope}: what the request says of it; the server's own stays the suite's. */
    void verify(String scope, Instant now) {
        verify(ACCESS_KEY_ID, SECRET_ACCESS_KEY, scope, now);
    }

    void verify(String accessKeyId, String secretAccessKey, String scope, Instant now) {
        try (Secret secret = Secret.of(secretAccessKey)) {
            new SignatureCheck(
                            ACCESS_KEY_ID,
                            secret,
                            new Account("aws", "us-east-1", "123456789012"),
                            Clock.fixed(now, ZoneOffset.UTC))
                    .verify(signed(accessKeyId, scope), "service");
        }
    }

    /** The one place that knows how the check takes a request. */
    private SignedRequest signed(String accessKeyId, String scope) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (List<String> header : headers) {
            byName.computeIfAbsent(header.get(0).toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(header.get(1));
        }
        byName.put(
                "authorization",
                List.of("AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + signedHeaders
                        + ", Signature=" + signature));
        return new SignedRequest(method, target, byName, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
