package io.spicerack.kit.protocol;

import io.spicerack.sigv4.SignedRequest;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP request as it came, its body read. Immutable; the names of its headers are in lower case. */
public final class Incoming {
    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;
    private final InetAddress peer;

    public Incoming(InetAddress peer, String method, URI uri, Map<String, List<String>> headers, byte[] body) {
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
    Call.Origin origin() {
        String agent = header("user-agent");
        return new Call.Origin(peer.getHostAddress(), agent == null ? "" : agent);
    }

    /** Whether the request says that it is signed for {@code service}; nothing is checked. */
    public boolean isSignedFor(String service) {
        return String.valueOf(header("authorization")).contains("/" + service + "/aws4_request");
    }

    /** As the check of its signature sees it. */
    SignedRequest signed() {
        return new SignedRequest(method, uri.toString(), headers, body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
