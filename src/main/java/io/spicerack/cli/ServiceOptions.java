package io.spicerack.cli;

import io.spicerack.settings.DataDirectory;
import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that start a service. */
public final class ServiceOptions {
    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep all state in this directory; it can be started again from there.")
    private @Nullable Path keep;

    @Option(
            names = "-D",
            paramLabel = "PROPERTY=VALUE",
            mapFallbackValue = "",
            description = "Set a property of config/application.properties for this run.")
    private Map<String, String> properties = new HashMap<>();

    public Optional<Path> keep() {
        return Optional.ofNullable(keep);
    }

    /** Where routes/ and config/ are. */
    public static Path home() {
        return Path.of(System.getProperty("spicerack.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The settings, with a data directory below the home unless it is absolute. */
    public Settings settings(Map<String, String> more) throws IOException {
        Map<String, String> overrides = new HashMap<>(more);
        overrides.putAll(properties);
        if (keep != null) {
            overrides.put(Property.DATA_DIRECTORY.key(), keep.toAbsolutePath().toString());
        }
        Settings read =
                Settings.read(home().resolve("config").resolve("application.properties"), System.getenv(), overrides);
        Path data = DataDirectory.of(read.text(Property.DATA_DIRECTORY), home());
        Settings settings = read.with(Map.of(Property.DATA_DIRECTORY.key(), data.toString()));
        OwnerOnly.directory(data);
        return settings;
    }
}
