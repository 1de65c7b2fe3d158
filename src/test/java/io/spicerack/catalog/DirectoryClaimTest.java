package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.database.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No catalog sweeps the sealed versions of another one. */
class DirectoryClaimTest {
    private final Path data;
    private final Path file;
    private final Path store;
    private final Path elsewhere;

    DirectoryClaimTest(@TempDir Path directory) throws IOException {
        data = directory.resolve("data");
        file = Files.createDirectories(data.resolve("catalog")).resolve("catalog.db");
        store = Files.createDirectories(data.resolve("store"));
        elsewhere = directory.resolve("elsewhere/catalog.db");
    }

    @Test
    void anUnusedDirectoryIsTheInstallationsFromThenOn() throws Exception {
        try (Catalog catalog = TestCatalogs.open(elsewhere, CLOCK)) {
            DirectoryClaim.claim(catalog, file, Optional.of(store));
            assertThat(Files.readString(data.resolve("catalog/installation"))).isEqualTo(Installation.id(catalog));
            Files.createDirectory(store.resolve("patients"));
            catalog.run(tx -> {
                tx.dataSets().declare(PATIENTS, "Patients", null);
                tx.versions().stage(staged("v1", KEY_A));
            });
            assertThatCode(() -> DirectoryClaim.claim(catalog, file, Optional.of(store)))
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> DirectoryClaim.refuseElsewhere(file))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("the data directory " + data + " belongs to installation ")
                .hasMessageContaining("whose catalog is in PostgreSQL");
    }

    /** A claim that was cut off says nothing. */
    @Test
    void anEmptyClaimIsNobodys() throws Exception {
        Files.createFile(data.resolve("catalog/installation"));
        try (Catalog catalog = TestCatalogs.open(elsewhere, CLOCK)) {
            DirectoryClaim.claim(catalog, file, Optional.of(store));
            assertThat(Files.readString(data.resolve("catalog/installation"))).isEqualTo(Installation.id(catalog));
            assertThatThrownBy(() -> DirectoryClaim.write(file, "another"))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("the data directory " + data + " belongs to installation " + Installation.id(catalog)
                            + " and not to another; choose another data directory");
        }
    }

    @Test
    void anotherInstallationsDirectoryIsRefused() throws Exception {
        Files.writeString(data.resolve("catalog/installation"), "another");
        try (Catalog catalog = TestCatalogs.open(elsewhere, CLOCK)) {
            assertThatThrownBy(() -> DirectoryClaim.claim(catalog, file, Optional.of(store)))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("the data directory " + data + " belongs to installation another, and the catalog "
                            + elsewhere
                            + " is of " + Installation.id(catalog) + ", to which what lies there would be orphans. Set"
                            + " spicerack.catalog as it was, or choose another data directory");
        }
    }

    @Test
    void versionsOfAnotherCatalogAreNotSweptAndOwnOnesAreNotMissed() throws Exception {
        Files.createDirectory(store.resolve("patients"));
        try (Catalog catalog = TestCatalogs.open(elsewhere, CLOCK)) {
            assertThatThrownBy(() -> DirectoryClaim.claim(catalog, file, Optional.of(store)))
                    .hasMessageContaining("knows of 0 sealed versions, and " + store + " has some of another catalog");
            Files.delete(store.resolve("patients"));
            catalog.run(tx -> {
                tx.dataSets().declare(PATIENTS, "Patients", null);
                tx.versions().stage(staged("v1", KEY_A));
            });
            assertThatThrownBy(() -> DirectoryClaim.claim(catalog, file, Optional.of(store)))
                    .hasMessageContaining("knows of 1 sealed versions, and " + store + " has none");
            // they are in a bucket, which is claimed by itself
            DirectoryClaim.claim(catalog, file, Optional.empty());
        }
    }

    @Test
    void aDirectoryWithACatalogOfItsOwnIsRefused() throws Exception {
        DirectoryClaim.refuseFile(file, "postgresql://db:5432/spicerack");
        DirectoryClaim.refuseElsewhere(file);
        Files.createFile(file);
        DirectoryClaim.refuseElsewhere(file);
        assertThatThrownBy(() -> DirectoryClaim.refuseFile(file, "postgresql://db:5432/spicerack"))
                .isInstanceOf(CatalogException.class)
                .hasMessage("spicerack.catalog is postgresql://db:5432/spicerack, and the data directory " + data
                        + " has a catalog of its own, " + file
                        + ", whose sealed versions would be orphans. Move it over with"
                        + " spicerack catalog migrate, or choose another data directory");
    }
}
