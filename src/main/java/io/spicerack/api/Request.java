package io.spicerack.api;

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

    Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body;
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

    Map<String, List<String>> headers() {
        return headers;
    }

    @Nullable
    String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    byte[] body() {
        return body;
    }
}
