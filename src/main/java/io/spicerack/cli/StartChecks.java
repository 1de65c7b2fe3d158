package io.spicerack.cli;

import io.spicerack.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a start makes of an installation's files. Each check throws {@code SettingsException} with all that is wrong.
 *
 * @param settings against an AWS that the settings name
 * @param embeddedSettings of a start whose servers bring what they stand for
 * @param catalogFiles those of config/catalog/
 * @param embedded the variables of the embedded servers that the service of a data directory was started with; none where it
 *     was started without
 */
public record StartChecks(
        Consumer<Settings> settings,
        Consumer<Settings> embeddedSettings,
        Consumer<Settings> catalogFiles,
        Function<Path, Map<String, String>> embedded) {
    /** The same of a service that does not run: what it was started with says nothing of the next start. */
    StartChecks ofNextStart() {
        return new StartChecks(settings, embeddedSettings, catalogFiles, directory -> Map.of());
    }
}
