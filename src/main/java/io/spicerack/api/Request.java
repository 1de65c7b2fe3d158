package io.spicerack.api;

import io.spicerack.sigv4.SignedRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP request as it came, its body read. Immutable; the names of its headers are in lower case. */
final class Request {
    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;
    private final String peer;

    /** {@code peer} is the IP address that it came from. */
    Request(String method, URI uri, Map<String, List<String>> headers, byte[] body, String peer) {
        this.method = method;
        this.uri = uri;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body;
        this.peer = peer;
    }

    String method() {
        return method;
    }

    /** As sent, with its escapes. */
    String path() {
        String path = uri.getRawPath();
        return path == null ? "" : path;
    }

    /** As sent, with its escapes. */
    @Nullable
    String query() {
        return uri.getRawQuery();
    }

    /** As the check of its signature sees it. */
    SignedRequest signed() {
        String query = query();
        return new SignedRequest(method, path() + (query == null ? "" : "?" + query), headers, body);
    }

    /** What the client says that it is; empty where it says nothing. */
    String userAgent() {
        return String.join(" ", headers.getOrDefault("user-agent", List.of()));
    }

    /** The IP address that it came from. */
    String peer() {
        return peer;
    }

    byte[] body() {
        return body;
    }
}
