package io.spicerack.app;

import io.spicerack.backup.Backup;
import io.spicerack.backup.DataPlaces;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spicerack backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Back up the data directory, also while the service runs: catalog, current versions and audit files, as sealed"
                        + " as they are. It opens only while the KMS keys exist that it is under.")
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Parameters(paramLabel = "DIR|FILE.zip", description = "A new directory, or a new file that ends in .zip.")
    private Path place = Path.of("");

    @Override
    public Integer call() throws Exception {
        Settings settings = options.settings(Map.of());
        settings.catalog().checked().ifPresent(server -> {
            throw new SettingsException("spicerack.catalog is " + server.address()
                    + ", and a backup copies the catalog of a data directory. Stop the service, then dump the database"
                    + " (pg_dump), and copy the data directory, and the bucket's prefix where spicerack.store has one: they"
                    + " belong together");
        });
        if (settings.bucket().isPresent()) {
            throw new SettingsException(
                    "spicerack.store is " + settings.bucket().get() + ", and a backup copies the sealed"
                            + " versions of a data directory. Stop the service, then copy the data directory, and the bucket's prefix"
                            + " with the means of S3");
        }
        Backup.Made made = new Backup(
                        DataPlaces.of(settings.dataDirectory(), settings.auditDirectory()), Clock.systemUTC())
                .to(place);
        System.out.printf(
                Locale.ROOT,
                "%s: %d data sets as of %s, %d files, %,d bytes%n",
                made.place(),
                made.dataSets(),
                made.taken(),
                made.files(),
                made.bytes());
        System.out.println("Not in it: routes/ and config/, tokens, and the key that signs digests, of which a restored"
                + " service makes a new one.");
        return 0;
    }
}
