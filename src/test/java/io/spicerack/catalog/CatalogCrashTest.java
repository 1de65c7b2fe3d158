package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.model.VersionId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers
class CatalogCrashTest {
    private final Path directory;

    CatalogCrashTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aSecondProcessIsRefusedAndAKilledOneLeavesNothingHalf() throws Exception {
        Path file = directory.resolve("catalog.db");
        try (CatalogProcess other = new CatalogProcess(file)) {
            other.awaitMiddleOfTransaction();

            assertThatThrownBy(() -> Catalog.open(file, CLOCK))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("the data directory " + directory + " is in use by process " + other.pid()
                            + "; stop it, or choose another data directory");
        }

        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.run(tx -> {
                assertThat(tx.versions().current(PATIENTS).orElseThrow().id()).isEqualTo(new VersionId("v1"));
                assertThat(tx.versions().staged()).extracting(VersionRecord::id).containsExactly(new VersionId("v2"));
                assertThat(tx.audit().countsByName()).containsOnlyKeys("first");
            });
        }
    }

    @Test
    void theSameProcessIsRefusedTooUntilItCloses() {
        Path file = directory.resolve("catalog.db");
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.run(tx -> tx.settings().put("a", "b"));
            assertThatThrownBy(() -> Catalog.open(file, CLOCK))
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
        Catalog.open(file, CLOCK).close();
    }
}
