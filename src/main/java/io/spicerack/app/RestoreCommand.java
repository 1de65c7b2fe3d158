package io.spicerack.app;

import io.spicerack.backup.Restore;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spicerack restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Put a backup into an empty data directory. Each file is compared with the backup's list first.")
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Parameters(paramLabel = "DIR|FILE.zip", description = "What spicerack backup wrote.")
    private Path place = Path.of("");

    @Override
    public Integer call() throws Exception {
        Settings settings = options.settings(Map.of());
        settings.catalog().checked().ifPresent(server -> {
            throw new SettingsException("spicerack.catalog is " + server.address()
                    + ", and a backup has a catalog in a file. Restore it with spicerack.catalog empty, then move that over:"
                    + " spicerack catalog migrate");
        });
        Restore.Restored restored = Restore.into(settings.dataDirectory(), place);
        System.out.printf(
                Locale.ROOT,
                "%s: %d data sets as of %s, %d files, %,d bytes%n",
                settings.dataDirectory(),
                restored.dataSets(),
                restored.taken(),
                restored.files(),
                restored.bytes());
        System.out.println(
                "Next: spicerack run --adopt, where the installation that it is of runs no more; then spicerack"
                        + " refresh --all, since the data is as old as the backup.");
        return 0;
    }
}
