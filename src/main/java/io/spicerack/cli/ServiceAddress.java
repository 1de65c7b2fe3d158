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
 * Where a running service is and what opens it.
 *
 * @param origin how the URL was found, for messages
 * @param token what opens it; empty where none was found
 * @param tokenOrigin how the token was found or where it was looked for
 */
record ServiceAddress(URI url, String origin, String token, String tokenOrigin) {
    private static final String URL_VARIABLE = "SPICERACK_MANAGEMENT_URL";
    private static final String TOKEN_VARIABLE = "SPICERACK_MANAGEMENT_TOKEN";

    static ServiceAddress resolve(@Nullable String url, @Nullable Path keep, Map<String, String> environment) {
        Path directory = (keep == null
                        ? Path.of(environment.getOrDefault(
                                "SPICERACK_DATA_DIRECTORY", Property.DATA_DIRECTORY.fallback()))
                        : keep)
                .toAbsolutePath()
                .normalize();
        Path urlFile = directory.resolve("management.url");
        Path tokenFile = directory.resolve("management.token");
        String token = environment.getOrDefault(TOKEN_VARIABLE, "");
        String tokenOrigin = token.isEmpty() ? tokenFile.toString() : TOKEN_VARIABLE;
        if (token.isEmpty()) {
            token = text(tokenFile).orElse("");
        }
        if (url != null) {
            return new ServiceAddress(parse(url, "--url"), "--url", token, tokenOrigin);
        }
        // an explicit --keep means that service, whatever the environment says
        String variable = keep == null ? environment.getOrDefault(URL_VARIABLE, "") : "";
        if (!variable.isEmpty()) {
            return new ServiceAddress(parse(variable, URL_VARIABLE), URL_VARIABLE, token, tokenOrigin);
        }
        Optional<String> written = text(urlFile);
        if (written.isPresent()) {
            return new ServiceAddress(parse(written.get(), urlFile.toString()), urlFile.toString(), token, tokenOrigin);
        }
        return new ServiceAddress(
                URI.create("http://127.0.0.1:" + Property.MANAGEMENT_PORT.fallback()),
                "the default, since there is no " + urlFile,
                token,
                tokenOrigin);
    }

    private static URI parse(String text, String origin) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        throw new ServiceException("'" + text + "' from " + origin + " is no URL such as http://127.0.0.1:8077");
    }

    private static Optional<String> text(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new ServiceException("cannot read " + file + ": " + e.getMessage()
                    + "; only the user that the service runs as may read it");
        }
    }

    @Override
    public String toString() {
        return url + " (" + origin + ")";
    }
}
