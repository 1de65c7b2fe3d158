package io.spicerack.routes;

import io.spicerack.model.Sha256;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of routes as it is read.
 *
 * @param file as it is named to people, such as {@code routes/wards.camel.yaml}
 * @param queries the {@code *.sql} files beside it, by name
 * @param unreadable why it could not be read; null where it was
 */
public record RouteText(String file, String text, Map<String, String> queries, @Nullable String unreadable) {
    public RouteText {
        queries = Map.copyOf(queries);
    }

    public RouteText(String file, String text) {
        this(file, text, Map.of(), null);
    }

    public String sha256() {
        return Sha256.hex(text);
    }

    /** The same with those queries alone whose names it mentions: what else lies beside it changes nothing. */
    public RouteText own() {
        Map<String, String> named = new TreeMap<>(queries);
        named.keySet().removeIf(name -> !text.contains(name));
        return new RouteText(file, text, named, unreadable);
    }

    /** SHA-256 of it and of each query that it mentions, by file, as {@code sha256sum} has them. */
    public Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>(Map.of(file, sha256()));
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        own().queries().forEach((name, query) -> digests.put(folder + name, Sha256.hex(query)));
        return digests;
    }
}
