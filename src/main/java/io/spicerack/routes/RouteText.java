package io.spicerack.routes;

import io.spicerack.model.Sha256;
import java.util.Map;
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
}
