package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.LogLines;
import io.spicerack.WithServers;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.ReplicatedPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node works on while the server of its catalog is away, and whoever reads its log is told so once. */
@WithServers
class CatalogOutageTest {
    @Test
    void thatTheServerIsAwayAndBackIsALineEachAndNothingElseIsLogged(@TempDir Path directory) throws Exception {
        try (ReplicatedPostgres server = new ReplicatedPostgres(directory.resolve("servers"));
                LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
                AwsCore node = AwsCore.open(directory, aws.endpoint(), () -> open(directory, server));
                LogLines log = LogLines.at(Map.of("io.spicerack", Level.INFO))) {
            Catalog catalog = node.catalog();
            Awaitility.await().untilAsserted(() -> assertThat(catalog.does("what one does"))
                    .isTrue());
            server.fall();
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> catalog.run(tx -> tx.settings().put("a", "lost")))
                        .isInstanceOf(CatalogAwayException.class)
                        .hasMessage("the catalog " + catalog.place() + " failed: its server is not reached, or has hung"
                                + " up; see that it runs and is reached from here")
                        .hasNoCause();
                assertThatThrownBy(() -> catalog.read(tx -> tx.settings().find("a")))
                        .isInstanceOf(CatalogAwayException.class);
            }
            Awaitility.await().until(() -> !catalog.isHeld());
            server.rise();
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(CatalogException.class)
                    .until(() -> {
                        catalog.run(tx -> tx.settings().put("a", "after"));
                        return catalog.isHeld() && catalog.does("what one does");
                    });
            List<String> told = log.lines().stream()
                    .filter(line -> line.startsWith("io.spicerack."))
                    .filter(line -> !line.startsWith("io.spicerack.kit."))
                    .toList();
            assertThat(told).hasSize(2);
            assertThat(told.get(0))
                    .contains(
                            "Outage the catalog is away: nothing is changed meanwhile, and this process goes on when it"
                                    + " is back {catalog=" + catalog.place()
                                    + ", reason=its server is not reached, or has hung up;"
                                    + " see that it runs and is reached from here, since=");
            assertThat(told.get(1)).contains("Outage the catalog is back {catalog=" + catalog.place() + ", seconds=");
        }
    }

    private static Catalog open(Path directory, ReplicatedPostgres server) {
        StandbyTerms terms = StandbyTerms.kept(() -> false, () -> {
            throw new IllegalStateException("nobody is there who takes its place");
        });
        return Catalog.together(
                NodeProcess.server(server.url()),
                directory.resolve("node").resolve("catalog.db"),
                Clock.systemUTC(),
                terms);
    }
}
