package io.spicerack.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation.
 *
 * @param path the values of the names in its URI, such as {@code DataSetId}
 */
record Call(Map<String, String> path, Map<String, String> query, Input input) {
    /** An id from the URI; its own words follow where {@code parse} refuses it. */
    <T> T id(String name, Function<String, T> parse) {
        try {
            return parse.apply(path.getOrDefault(name, ""));
        } catch (IllegalArgumentException e) {
            throw ApiError.badParameter(name + ": " + e.getMessage());
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    static Map<String, String> query(@Nullable String raw, Set<String> allowed) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (!allowed.contains(name) || parameters.containsKey(name)) {
                    throw ApiError.badParameter("query parameter '" + name + "' is "
                            + (allowed.contains(name) ? "there twice" : "not served here"));
                }
                parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.badParameter("the URL has a broken % escape");
        }
    }
}
