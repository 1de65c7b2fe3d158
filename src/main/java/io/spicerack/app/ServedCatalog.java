package io.spicerack.app;

import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.OwnSecret;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.DirectoryClaim;
import io.spicerack.catalog.Installation;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.core.sources.SecretJson;
import io.spicerack.envelope.FreshThread;
import io.spicerack.settings.CatalogSettings;
import io.spicerack.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The catalog that the settings choose. Stateless. */
final class ServedCatalog {
    private ServedCatalog() {}

    /** Where it is in a file. */
    static Path file(Settings settings) {
        return settings.dataDirectory().resolve("catalog").resolve("catalog.db");
    }

    /** As of a program that was ended from outside: what watches over it starts it again, and it stands by. */
    private static final int REPLACED = 75;

    /**
     * Refuses one that is a copy, and one that does not go with the data directory. A node that stands by has it when its turn
     * comes.
     */
    static Catalog open(Settings settings, AwsConfig aws, Clock clock, ServiceStart how) {
        Path file = file(settings);
        Optional<CatalogServer> server = settings.catalog().checked().map(chosen -> server(chosen, aws));
        refuse(file, server);
        Catalog catalog = server.map(elsewhere -> switch (settings.catalog().nodes()) {
                    case ONE -> Catalog.open(elsewhere, file, clock);
                    case STANDBY -> Catalog.open(elsewhere, file, clock, terms(how));
                    case TOGETHER -> Catalog.together(elsewhere, file, clock, terms(how));
                })
                .orElseGet(() -> Catalog.open(file, clock));
        try {
            // it may have been moved until it was locked
            refuse(file, server);
            Installation.settle(catalog, how.adopt());
            if (server.isPresent()) {
                Path store = settings.dataDirectory().resolve("store");
                DirectoryClaim.claim(
                        catalog, file, settings.bucket().isPresent() ? Optional.empty() : Optional.of(store));
            }
            return catalog;
        } catch (RuntimeException e) {
            catalog.close();
            throw e;
        }
    }

    /** A node that was replaced does nothing more: what it has in flight is another's to end, as after a crash. */
    private static StandbyTerms terms(ServiceStart how) {
        return StandbyTerms.kept(how.stopping(), () -> Runtime.getRuntime().halt(REPLACED));
    }

    private static void refuse(Path file, Optional<CatalogServer> server) {
        server.ifPresentOrElse(
                elsewhere -> DirectoryClaim.refuseFile(file, elsewhere.address().toString()),
                () -> DirectoryClaim.refuseElsewhere(file));
    }

    static CatalogServer server(CatalogSettings.Server chosen, AwsConfig aws) {
        return new CatalogServer(
                chosen.address(),
                chosen.trust(),
                () -> FreshThread.call(
                        () -> SecretJson.credentials(chosen.secret(), OwnSecret.text(aws, chosen.secret()))));
    }
}
