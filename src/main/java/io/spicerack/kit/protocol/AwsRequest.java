package io.spicerack.kit.protocol;

import io.spicerack.sigv4.SignedRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP request as it came, its body read. Immutable; the names of its headers are in lower case. */
public final class AwsRequest {
    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;
    private final InetAddress peer;

    public AwsRequest(InetAddress peer, String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.peer = peer;
        this.method = method;
        this.uri = uri;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body;
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    @Nullable
    public String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    public byte[] body() {
        return body;
    }

    /** Where the request came from, for the record of it. */
    AwsCall.Origin origin() {
        String agent = header("user-agent");
        return new AwsCall.Origin(peer.getHostAddress(), agent == null ? "" : agent);
    }

    /** Whether the request says that it is signed for {@code service}; nothing is checked. */
    public boolean isSignedFor(String service) {
        return String.valueOf(header("authorization")).contains("/" + service + "/aws4_request");
    }

    /** As the check of its signature sees it. */
    SignedRequest signed() {
        return new SignedRequest(method, uri.toString(), headers, body);
    }

    /** The query's values by name, decoded; a name without a value has an empty one. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return query;
    }

    /** A plus sign is itself: AWS's clients send a space as %20. */
    public static String decoded(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
