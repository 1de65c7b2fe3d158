package io.spicerack.app;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogMove;
import io.spicerack.catalog.Installation;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.settings.CatalogSettings;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spicerack catalog migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Moves the catalog of the data directory into an empty PostgreSQL database, while the service is stopped."
                        + " All of it is moved in one transaction, and every table compared by count and hash, or nothing is."
                        + " The file stays, as catalog.db.moved. One that was cut off is called again.")
final class CatalogMigrateCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST:PORT/DATABASE, without a user or a password.")
    private String to = "";

    @Option(
            names = "--secret",
            required = true,
            paramLabel = "ARN",
            description = "The secret with the username and password of the database's owner.")
    private String secret = "";

    @Option(
            names = "--tls",
            paramLabel = "verify-full|off",
            description = "off for a server on this machine alone.",
            defaultValue = "verify-full")
    private String tls = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings(Map.of());
        settings.catalog().checked().ifPresent(server -> {
            throw new SettingsException(
                    "spicerack.catalog is " + server.address()
                            + " already: what is moved is a catalog in the data directory. Leave spicerack.catalog empty until then");
        });
        Path file = ServedCatalog.file(settings);
        if (!Files.exists(file)) {
            throw new SettingsException("there is nothing to move: no catalog is at " + file);
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put(Property.CATALOG.key(), to);
        chosen.put(Property.CATALOG_SECRET.key(), secret);
        chosen.put(Property.CATALOG_TLS.key(), tls);
        CatalogSettings.Server server =
                settings.with(chosen).catalog().checked().orElseThrow(() -> new SettingsException("--to is empty"));
        PrintWriter out = out();
        move(file, ServedCatalog.server(server, RunCommand.aws(settings)), out);
        out.println("Next, in config/application.properties:");
        chosen.forEach((key, value) -> out.println("  " + key + "=" + value));
        out.flush();
        return 0;
    }

    private static void move(Path file, CatalogServer server, PrintWriter out) throws IOException {
        Path beside = file.resolveSibling("catalog.move");
        String installation;
        CatalogMove.Moved moved;
        try (Catalog from = Catalog.open(file, Clock.systemUTC());
                Catalog target = Catalog.open(server, beside, Clock.systemUTC())) {
            installation = Installation.id(from);
            out.println("moving " + from.place() + " to " + target.place());
            moved = new CatalogMove(from, target, line -> {
                        out.println("  " + line);
                        out.flush();
                    })
                    .run();
            CatalogMove.claim(file, installation);
        }
        CatalogMove.settle(file, installation);
        Files.deleteIfExists(beside.resolveSibling("catalog.move.lock"));
        out.printf(
                Locale.ROOT,
                "%,d rows of %d tables are moved, and equal. The file is kept as %s.moved%n",
                moved.rows(),
                moved.tables(),
                file);
    }

    private PrintWriter out() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        return known.commandLine().getOut();
    }
}
