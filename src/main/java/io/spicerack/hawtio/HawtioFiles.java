package io.spicerack.hawtio;

import io.spicerack.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hawtio's own files, as its jar has them. Immutable. */
final class HawtioFiles {
    private static final String FOLDER = "/hawtio-static/";
    static final String LOGO = "spicerack.svg";
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "ttf", "font/ttf");

    /**
     * Hawtio makes its styles while it runs, hence their unsafe-inline; scripts are those of this port alone, and nothing else
     * than this port can be asked.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'self';"
                    + " frame-ancestors 'none'";

    private HawtioFiles() {}

    /** @param path below {@code /hawtio}, in segments that a parsed request has */
    static Optional<HttpAnswer> find(List<String> path) {
        String name = String.join("/", path);
        int dot = name.lastIndexOf('.');
        String type = dot < 0 ? null : TYPES.get(name.substring(dot + 1));
        if (type == null || path.stream().anyMatch(part -> part.contains("/") || part.startsWith("."))) {
            return Optional.empty();
        }
        // ours is beside this class
        String place = name.equals(LOGO) ? LOGO : FOLDER + name;
        try (InputStream in = HawtioFiles.class.getResourceAsStream(place)) {
            return in == null ? Optional.empty() : Optional.of(answer(type, in.readAllBytes(), path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpAnswer answer(String type, byte[] bytes, List<String> path) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        // their names change with what is in them
        headers.put("Cache-Control", path.get(0).equals("static") ? "private, max-age=86400" : "no-store");
        return guarded(new HttpAnswer(200, headers, new HttpAnswer.Whole(bytes)));
    }

    static HttpAnswer guarded(HttpAnswer answer) {
        return answer.with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin");
    }
}
