package io.spicerack.routes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a route starts or sends to, taken apart: {@code spice:extract} with its options. Immutable.
 *
 * @param options by name, as the words that are canonical for them
 */
public record RouteEndpoint(Place place, String scheme, String path, Map<String, String> options) {
    public RouteEndpoint {
        options = Map.copyOf(options);
    }

    /** As {@code spice:extract}. */
    public String name() {
        return scheme + ":" + path;
    }

    public boolean is(String name) {
        return name().equals(name);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The URI that says the same; every value is encoded, so that none can add an option. */
    public String uri() {
        return options.isEmpty()
                ? name()
                : name()
                        + new TreeMap<>(options)
                                .entrySet().stream()
                                        .map(option -> option.getKey() + "="
                                                + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                                        .collect(Collectors.joining("&", "?", ""));
    }
}
