package io.spicerack.api;

import io.spicerack.sigv4.SignedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP request as it came, its body read. Immutable; the names of its headers are in lower case. */
final class Request {
    /** Headers that say who sent a request: it may not be unclear which one counts. */
    private static final List<String> ONCE = List.of("authorization", "host", "x-amz-date");

    private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e&&[^#]]*");

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;
    private final String peer;

    /** {@code peer} is the IP address that it came from. */
    Request(String method, String target, Map<String, List<String>> headers, byte[] body, String peer) {
        this.method = method;
        this.target = target;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body;
        this.peer = peer;
    }

    String method() {
        return method;
    }

    /** Refuses what two readers of it could understand in two ways. */
    Request checked() {
        if (!TARGET.matcher(target).matches()) {
            throw ApiError.badParameter("The URL of the request is no path as HTTP has it");
        }
        for (String name : ONCE) {
            if (headers.getOrDefault(name, List.of()).size() > 1) {
                throw new ApiError(403, "IncompleteSignatureException", "The header " + name + " is there twice");
            }
        }
        return this;
    }

    /** As sent, with its escapes. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** As sent, with its escapes. */
    @Nullable
    String query() {
        int query = target.indexOf('?');
        return query < 0 ? null : target.substring(query + 1);
    }

    /** As the check of its signature sees it. */
    SignedRequest signed() {
        return new SignedRequest(method, target, headers, body);
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
