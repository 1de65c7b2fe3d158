package io.spicerack.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path its parts between the slashes
 * @param trusted whether it carries the token
 */
record Call(String method, List<String> path, Map<String, String> query, boolean trusted) {
    static Call of(String method, String path, @Nullable String query, boolean trusted) {
        List<String> parts = Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        return new Call(method, parts, parameters(query), trusted);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter("the query of the URL has a broken % escape in '" + text + "'");
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    void allowParameters(Set<String> allowed) {
        for (String name : query.keySet()) {
            if (!allowed.contains(name)) {
                throw Refusal.badParameter("there is no parameter '" + name + "' here; allowed are "
                        + allowed.stream().sorted().toList());
            }
        }
    }
}
