package io.spicerack.app;

import io.spicerack.routes.FolderFile;
import io.spicerack.routes.SettledFiles;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what changes in {@code config/catalog/}, and in the settings' list of allowed secrets, while the service runs. All other
 * settings count from the next start on. One thread at a time.
 */
final class LiveDeclarations {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveDeclarations.class);

    private final Declarations declarations;
    private final Path configuration;
    private final SettledFiles<String> settled = new SettledFiles<>();
    private Settings settings;
    private String told = "";

    /**
     * @param configuration the folder of the settings' file, with the catalog's in it
     * @param settings as the service has started with them
     */
    LiveDeclarations(Declarations declarations, Path configuration, Settings settings) {
        this.declarations = declarations;
        this.configuration = configuration;
        this.settings = settings;
        settled.begin(seen());
    }

    /** Looks at the files. */
    void follow() {
        Map<String, String> now = seen();
        settled.look(now).ifPresent(changed -> {
            settled.take(changed);
            apply();
        });
    }

    private void apply() {
        try {
            settings = settings.again();
            told = "";
        } catch (SettingsException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(told)) {
                LOGGER.atError()
                        .addKeyValue("reason", why)
                        .log("config/application.properties has faults: the secrets that were allowed before stay so");
            }
            told = why;
        }
        declarations.apply(settings);
    }

    /** What is there, by file; nothing of a folder that is away for a moment. */
    private Map<String, String> seen() {
        Map<String, String> texts = new TreeMap<>();
        read(configuration.resolve("application.properties"), texts);
        Path catalog = configuration.resolve("catalog");
        if (Files.isDirectory(catalog)) {
            try (Stream<Path> files = Files.list(catalog)) {
                files.filter(Files::isRegularFile).forEach(file -> declared(file, texts));
            } catch (IOException e) {
                throw new UncheckedIOException("the folder " + catalog + " cannot be listed", e);
            }
        }
        return texts;
    }

    /** A file of the catalog; one that is refused is told by whoever reads what it declares. */
    private static void declared(Path file, Map<String, String> texts) {
        try {
            texts.put(file.toString(), FolderFile.read(file));
        } catch (IOException e) {
            texts.put(file.toString(), "unreadable: " + e);
        }
    }

    private static void read(Path file, Map<String, String> texts) {
        try {
            texts.put(file.toString(), Files.readString(file));
        } catch (IOException e) {
            texts.put(file.toString(), "unreadable: " + e.getClass().getSimpleName());
        }
    }
}
