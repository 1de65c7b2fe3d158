package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.dataSource;
import static io.spicerack.catalog.CatalogFixtures.event;
import static io.spicerack.catalog.CatalogFixtures.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of a catalog is moved and is equal, or nothing is. */
@WithServers
class CatalogMoveTest {
    private static final int EVENTS = 1_203;

    @TempDir
    Path directory = Path.of("never-used");

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final List<String> told = new ArrayList<>();
    private String installation = "";

    @BeforeEach
    void fill() {
        try (Catalog catalog = TestCatalogs.open(file(), CLOCK)) {
            installation = Installation.id(catalog);
            Installation.settle(catalog, false);
            catalog.run(tx -> {
                tx.dataSources().insert(dataSource());
                tx.keys().replaceAll(List.of(new RegisteredKey(KEY_A, true)));
                tx.dataSets().declare(PATIENTS, "Patients \u4e16\ud83c\udfe5 '", null);
                tx.ingestions()
                        .queue(
                                PATIENTS,
                                staged("v1", KEY_A).ingestion(),
                                RequestType.FULL_REFRESH,
                                RequestSource.MANUAL);
                tx.versions().stage(staged("v1", KEY_A));
                tx.usedSignatures().add("digest", "s", "set/1", NOON, NOON.plusSeconds(60));
                tx.usedSignatures().answer("digest", new byte[] {0, 1, -1}, true);
                for (int i = 0; i < EVENTS; i++) {
                    tx.audit().append(event(new UUID(1, i), "Decrypt", NOON));
                }
            });
            // the last place was given, and is not given again
            catalog.run(tx -> tx.audit().append(event(new UUID(2, 1), "Gone", NOON)));
            int unused =
                    catalog.changing(handle -> handle.execute("DELETE FROM audit_event WHERE event_name = 'Gone'"));
        }
    }

    private Path file() {
        return directory.resolve("catalog").resolve("catalog.db");
    }

    private Catalog target() {
        return Catalog.open(
                PostgresCatalogs.server(database), directory.resolve("catalog").resolve("catalog.move"), CLOCK);
    }

    private CatalogMove.Moved move() {
        try (Catalog from = Catalog.open(file(), CLOCK);
                Catalog to = target()) {
            return new CatalogMove(from, to, told::add).run();
        }
    }

    @Test
    void allOfItIsThereAndPlacesGoOn() throws Exception {
        CatalogMove.Moved moved = move();
        assertThat(moved.tables()).isEqualTo(told.size()).isGreaterThan(25);
        assertThat(moved.rows()).isGreaterThan(EVENTS);
        assertThat(told).anyMatch(line -> line.matches("audit_event +1,203 rows  sha256 [0-9a-f]{64}"));
        CatalogMove.settle(file(), installation);
        assertThat(file()).doesNotExist();
        assertThat(file().resolveSibling("catalog.db.moved")).exists();
        assertThat(Files.readString(file().resolveSibling(DirectoryClaim.NAME))).isEqualTo(installation);

        try (Catalog catalog = Catalog.open(PostgresCatalogs.server(database), file(), CLOCK)) {
            Installation.settle(catalog, false);
            DirectoryClaim.claim(catalog, file(), Optional.of(directory.resolve("store")));
            assertThat(Installation.id(catalog)).isEqualTo(installation);
            catalog.run(tx -> {
                assertThat(tx.dataSources().list()).containsExactly(dataSource());
                assertThat(tx.versions().staged()).containsExactly(staged("v1", KEY_A));
                assertThat(tx.keys().defaultKey()).contains(KEY_A);
                assertThat(tx.usedSignatures().firstAnswer("digest")).contains(new byte[] {0, 1, -1});
                tx.audit().append(event("After"));
                assertThat(tx.audit().last()).isEqualTo(EVENTS + 2);
            });
        }
    }

    @Test
    void oneThatWasCutOffIsFinishedAndOneThatHasGoneApartIsNot() {
        CatalogMove.Moved first = move();
        told.clear();
        assertThat(move()).isEqualTo(first);
        assertThat(told).hasSize(first.tables());
        try (Catalog target = target()) {
            target.run(tx -> tx.audit().append(event("OnlyThere")));
        }
        assertThatThrownBy(this::move)
                .isInstanceOf(CatalogException.class)
                .hasMessage("table audit_event has 1203 rows in " + file() + ", and is not the same in "
                        + PostgresCatalogs.address(database)
                        + ", where it has 1204: nothing was moved. The two have gone"
                        + " apart; give it an empty database");
        assertThat(file()).exists();
    }

    @Test
    void aDatabaseOfAnotherInstallationIsRefusedAndStaysAsItIs() {
        try (Catalog target = target()) {
            assertThat(Installation.id(target)).isNotEqualTo(installation);
        }
        assertThatThrownBy(this::move)
                .isInstanceOf(CatalogException.class)
                .hasMessage(
                        "the catalog " + PostgresCatalogs.address(database)
                                + " is not empty, and is of another installation: nothing was moved. Give it an empty database");
        try (Catalog target = target()) {
            target.read(tx -> assertThat(tx.dataSets().list()).hasSize(0));
        }
    }

    @Test
    void whatCannotBeKeptIsToldAndNothingIsMoved() {
        try (Catalog catalog = Catalog.open(file(), CLOCK)) {
            catalog.run(tx -> tx.settings().put("later", "a\u0000b"));
        }
        assertThatThrownBy(this::move)
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("was not moved to")
                .hasMessageEndingWith("Nothing of it is there");
        try (Catalog target = target()) {
            target.read(tx -> assertThat(tx.audit().countsByName()).hasSize(0));
        }
    }
}
