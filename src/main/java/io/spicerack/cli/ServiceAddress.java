package io.spicerack.cli;

import io.spicerack.settings.Property;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running service is and what opens it. One rule for both: what the command line says, then the environment, then the
 * data directory.
 *
 * @param origin how the URL was found, for messages
 * @param token what opens it; empty where none was found
 * @param tokenOrigin how the token was found or where it was looked for
 */
record ServiceAddress(URI url, String origin, String token, String tokenOrigin) {
    private static final String URL_VARIABLE = "SPICERACK_MANAGEMENT_URL";
    private static final String TOKEN_VARIABLE = "SPICERACK_MANAGEMENT_TOKEN";

    /** A text, and how it was found. */
    private record Found(String text, String origin) {}

    /**
     * Finds both.
     *
     * @param keep the data directory that the command line names: it means that service, whatever the environment says
     * @param settled the data directory that the settings name
     */
    static ServiceAddress resolve(
            @Nullable String url, @Nullable Path keep, Map<String, String> environment, Path settled) {
        Map<String, String> said = keep == null ? environment : Map.of();
        Path directory = (keep == null ? settled : keep).toAbsolutePath().normalize();
        Path tokenFile = directory.resolve("management.token");
        Found token =
                in(said, TOKEN_VARIABLE).or(() -> in(tokenFile)).orElseGet(() -> new Found("", tokenFile.toString()));
        Path urlFile = directory.resolve("management.url");
        Found place = Optional.ofNullable(url)
                .map(text -> new Found(text, "--url"))
                .or(() -> in(said, URL_VARIABLE))
                .or(() -> in(urlFile))
                .orElseGet(() -> new Found(
                        "http://127.0.0.1:" + Property.MANAGEMENT_PORT.fallback(),
                        "the default, since there is no " + urlFile));
        return new ServiceAddress(parse(place), place.origin(), token.text(), token.origin());
    }

    private static Optional<Found> in(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isEmpty())
                .map(text -> new Found(text, variable));
    }

    private static Optional<Found> in(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Found(Files.readString(file).strip(), file.toString()));
        } catch (IOException e) {
            throw new ServiceException("cannot read " + file + ": " + e.getMessage()
                    + "; only the user that the service runs as may read it");
        }
    }

    private static URI parse(Found place) {
        try {
            URI url = URI.create(place.text());
            if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        throw new ServiceException(
                "'" + place.text() + "' from " + place.origin() + " is no URL such as http://127.0.0.1:8077");
    }

    @Override
    public String toString() {
        return url + " (" + origin + ")";
    }
}
