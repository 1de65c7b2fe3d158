package io.spicerack.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a reading is told. It stays with the driver. Immutable.
 *
 * @param partitions as many as the user wants; empty for as many as the application runs at a time
 */
record SourceOptions(String dataSet, Endpoint endpoint, String user, String password, OptionalInt partitions) {
    private static final Set<String> KNOWN =
            Set.of("path", "url", "user", "password", "passwordfile", "fingerprint", "cafile", "partitions");
    private static final int MOST_PARTITIONS = 1000;

    static SourceOptions of(CaseInsensitiveStringMap options, Map<String, String> environment) {
        Set<String> unknown = new TreeSet<>(options.keySet());
        unknown.removeIf(name -> KNOWN.contains(name.toLowerCase(Locale.ROOT)));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("spicerack knows no option " + String.join(", ", unknown)
                    + ": url, user, password, passwordFile, fingerprint, caFile and partitions are those that it has");
        }
        String dataSet = given(options, "path");
        if (dataSet.isEmpty()) {
            throw new IllegalArgumentException("spicerack reads one data set: name it, load(\"hospital-patients\")");
        }
        return new SourceOptions(
                dataSet,
                Endpoint.of(given(options, "url"), given(options, "fingerprint"), authorities(options)),
                user(options, environment),
                password(options, environment),
                partitions(given(options, "partitions")));
    }

    private static String given(CaseInsensitiveStringMap options, String name) {
        return options.getOrDefault(name, "").strip();
    }

    private static String user(CaseInsensitiveStringMap options, Map<String, String> environment) {
        String user = options.getOrDefault("user", environment.getOrDefault("PGUSER", ""));
        if (user.isEmpty()) {
            throw new IllegalArgumentException("spicerack reads as a principal: name it in the option user, or in PGUSER");
        }
        return user;
    }

    private static String password(CaseInsensitiveStringMap options, Map<String, String> environment) {
        if (options.containsKey("password") && options.containsKey("passwordFile")) {
            throw new IllegalArgumentException("spicerack takes the option password or passwordFile, not both");
        }
        if (options.containsKey("passwordFile")) {
            return text("passwordFile", options.get("passwordFile")).strip();
        }
        String password = options.getOrDefault("password", environment.getOrDefault("PGPASSWORD", ""));
        if (password.isEmpty()) {
            throw new IllegalArgumentException("spicerack has no password: PGPASSWORD of the driver, the option passwordFile"
                    + " (a file of the driver's machine) or the option password says it");
        }
        return password;
    }

    private static String authorities(CaseInsensitiveStringMap options) {
        return options.containsKey("caFile") ? text("caFile", options.get("caFile")) : "";
    }

    private static String text(String option, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "option " + option + " names " + file + ", which the driver cannot read as text", e);
        }
    }

    private static OptionalInt partitions(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "option partitions is '" + text + "'; how many there are at most is 1 to " + MOST_PARTITIONS);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return dataSet + " at " + endpoint + " as " + user;
    }
}
