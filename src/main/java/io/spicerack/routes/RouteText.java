package io.spicerack.routes;

import io.spicerack.model.Sha256;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of routes as it is read.
 *
 * @param file as it is named to people, such as {@code routes/wards.camel.yaml}
 * @param queries the {@code *.sql} files beside it, by name
 * @param unreadable why it could not be read; null where it was
 */
public record RouteText(String file, String text, Map<String, String> queries, @Nullable String unreadable) {
    private static final Pattern SQL_FILE = Pattern.compile("[A-Za-z0-9_.-]+\\.sql");

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
        Map<String, String> named = new TreeMap<>();
        for (Matcher name = SQL_FILE.matcher(text); name.find(); ) {
            String query = queries.get(name.group());
            if (query != null) {
                named.put(name.group(), query);
            }
        }
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
