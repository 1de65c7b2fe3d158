package io.spicerack.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it was parsed, once: what is checked of it is what is served. Immutable as long as nobody writes to its body. */
public final class HttpRequest {
    private final RequestLine line;
    private final RequestTarget target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final String peer;

    /** {@code headers} by name, in any case; {@code peer} is the IP address that it came from. */
    public HttpRequest(RequestLine line, Map<String, List<String>> headers, byte[] body, String peer) {
        this(line, RequestTarget.parse(line.target()), lowerCase(headers), body, peer);
    }

    private HttpRequest(
            RequestLine line, RequestTarget target, Map<String, List<String>> headers, byte[] body, String peer) {
        this.line = line;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.peer = peer;
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        headers.forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return byName;
    }

    HttpRequest withBody(byte[] whole) {
        return new HttpRequest(line, target, headers, whole, peer);
    }

    public RequestLine line() {
        return line;
    }

    public String method() {
        return line.method();
    }

    public RequestTarget target() {
        return target;
    }

    /** By name in lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Its values where it is there, in the order in which they came. */
    public List<String> headers(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    /** A header that counts only where it is there once. */
    public Optional<String> onlyHeader(String lowerCaseName) {
        List<String> values = headers(lowerCaseName);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    public byte[] body() {
        return body;
    }

    /** The IP address that it came from. */
    public String peer() {
        return peer;
    }
}
