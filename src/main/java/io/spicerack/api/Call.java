package io.spicerack.api;

import io.spicerack.core.account.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
record Call(Principal principal, Map<String, String> path, Map<String, List<String>> query, Input input) {
    /** The one query parameter that may come more than once: the keys of tags. */
    static final String KEYS = "keys";

    /** An id from the URI; its own words follow where {@code parse} refuses it. */
    <T> T id(String name, Function<String, T> parse) {
        try {
            return parse.apply(path.getOrDefault(name, ""));
        } catch (IllegalArgumentException e) {
            throw ApiError.badParameter(name + ": " + e.getMessage());
        }
    }

    Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    static Map<String, List<String>> query(@Nullable String raw, Set<String> allowed) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (!allowed.contains(name) || (parameters.containsKey(name) && !name.equals(KEYS))) {
                    throw ApiError.badParameter("query parameter '" + name + "' is "
                            + (allowed.contains(name) ? "there twice" : "not served here"));
                }
                parameters
                        .computeIfAbsent(name, unused -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
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
