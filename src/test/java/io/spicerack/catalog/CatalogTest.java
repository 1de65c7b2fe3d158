package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.VersionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class CatalogTest {
    private final Path directory;

    private Path file;

    CatalogTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("data/catalog.db");
    }

    @Test
    void itsFilesAreForTheOwnerAlone() throws IOException {
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
            catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(1));

            assertThat(mode(directory.resolve("data"))).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory.resolve("data"))) {
                assertThat(files.toList()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(each -> assertThat(mode(each))
                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void anExistingFileKeepsItsContentThroughTheMigrations() {
        for (int round = 0; round < 2; round++) {
            try (Catalog catalog = Catalog.open(file, CLOCK)) {
                catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
                catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(1));
            }
        }
    }

    private void olderCatalog(String version) throws IOException {
        Files.createDirectories(file.getParent());
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:io/spicerack/catalog/migration")
                .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"))
                .target(version)
                .load()
                .migrate();
    }

    @Test
    void whatWasSkippedInAnOlderCatalogIsStillToldFromWhatWasCancelled() throws Exception {
        olderCatalog("41");
        try (Connection older = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = older.createStatement()) {
            statement.execute(
                    "INSERT INTO data_set (data_set_id, name, created, updated) VALUES ('patients', 'P', 1, 1)");
            for (String id : List.of("cancelled", "skipped")) {
                statement.execute(
                        "INSERT INTO ingestion (data_set_id, ingestion_id, status, request_type, request_source,"
                                + " created, ended) VALUES ('patients', '" + id
                                + "', 'CANCELLED', 'FULL_REFRESH', 'SCHEDULED', 1, 2)");
            }
            statement.execute("INSERT INTO ingestion_skip VALUES ('patients', 'skipped', 'nothing has changed')");
        }
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.read(tx -> assertThat(tx.ingestions().list(PATIENTS, 2))
                    .extracting(found -> found.status() + " " + found.skipped())
                    .containsExactly("SKIPPED nothing has changed", "CANCELLED null"));
        }
    }

    @Test
    void versionsOfAnOlderCatalogServeOnAndTheirProofIsUnknown() throws Exception {
        olderCatalog("24");
        try (Connection older = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = older.createStatement()) {
            statement.execute(
                    "INSERT INTO data_set (data_set_id, name, created, updated) VALUES ('patients', 'P', 1, 1)");
            statement.execute("INSERT INTO data_set_version (data_set_id, version_id, ingestion_id, state, key_arn,"
                    + " wrapped_key, service_owned_key, manifest_sha256, schema_json, row_count, sealed_bytes, file_count,"
                    + " staged) VALUES ('patients', 'v1', 'i1', 'CURRENT', 'arn:aws:kms:eu-west-1:111122223333:key/a',"
                    + " 'd3JhcHBlZA==', 0, 'ab', '[]', 1, 1, 1, 1)");
        }
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.read(tx -> {
                VersionRecord version = tx.versions().current(PATIENTS).orElseThrow();
                assertThat(tx.proofs().find(PATIENTS, version.id())).isEmpty();
                return assertThat(tx.proofs().byValue(PATIENTS)).isEmpty();
            });
        }
    }

    @Test
    void aClosedCatalogOpensItsFileNoMore() throws IOException {
        Catalog catalog = Catalog.open(file, CLOCK);
        catalog.close();
        catalog.close();
        List<String> left = names();
        assertThatThrownBy(() -> catalog.read(tx -> tx.dataSets().list()))
                .isInstanceOf(CatalogException.class)
                .hasMessage("the catalog " + file + " is closed; the service is stopping");
        assertThatThrownBy(() -> catalog.run(tx -> tx.settings().put("a", "b")))
                .isInstanceOf(CatalogException.class)
                .hasMessage("the catalog " + file + " is closed; the service is stopping");
        assertThat(names()).isEqualTo(left);
    }

    @Test
    void closingWaitsForAReadThatIsUnderWay() throws Exception {
        Catalog catalog = Catalog.open(file, CLOCK);
        catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> catalog.read(tx -> {
            reading.countDown();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            return tx.dataSets().list().size();
        }));
        reading.await();
        catalog.close();
        assertThat(read.get()).isEqualTo(1);
    }

    @Test
    void aReadSeesTheLastCommitHoweverManyThereWereBefore() {
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            for (int round = 0; round < 50; round++) {
                String value = "v" + round;
                catalog.run(tx -> tx.settings().put("a", value));
                catalog.read(tx -> assertThat(tx.settings().find("a")).contains(value));
            }
        }
    }

    @Test
    void manyReadAtATimeEachItsOwnStateAndLeaveNoneBehind() throws Exception {
        int readers = 9;
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.run(tx -> tx.settings().put("a", "before"));
            CyclicBarrier all = new CyclicBarrier(readers + 1);
            List<Future<Boolean>> reads = IntStream.range(0, readers)
                    .mapToObj(reader -> threads.submit(() -> catalog.read(tx -> {
                        boolean before = tx.settings().find("a").equals(Optional.of("before"));
                        await(all);
                        await(all);
                        return before && tx.settings().find("a").equals(Optional.of("before"));
                    })))
                    .toList();
            await(all);
            catalog.run(tx -> tx.settings().put("a", "after"));
            await(all);
            for (Future<Boolean> read : reads) {
                assertThat(read.get()).isTrue();
            }
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("after"));
            assertThat(checkpointIsHeldUp()).isFalse();
        } finally {
            threads.shutdownNow();
        }
        assertThat(open()).isZero();
    }

    @Test
    void aReadThatFailsSpoilsNoLaterOne() {
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            for (int round = 0; round < 10; round++) {
                assertThatThrownBy(() -> catalog.read(tx -> {
                            tx.dataSets().list();
                            throw new IllegalStateException("not found");
                        }))
                        .hasMessage("not found");
                assertThatThrownBy(() -> catalog.read(tx -> tx.dataSets().declare(PATIENTS, "Patients", null)))
                        .isInstanceOf(CatalogException.class);
                catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(0));
            }
            catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
            catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(1));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often this process has the catalog's file open. */
    private long open() throws IOException {
        Path real = file.toRealPath();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> real.equals(target(descriptor)))
                    .count();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return descriptor;
        }
    }

    /** A reader that has not ended its transaction keeps what it sees in the -wal file. */
    private boolean checkpointIsHeldUp() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet row = connection.createStatement().executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aTransactionInsideAnotherIsRefusedAndTheNextOneWorks() {
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            assertThatThrownBy(() ->
                            catalog.run(outer -> catalog.run(tx -> tx.settings().put("a", "b"))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a catalog transaction was started inside another one of the same thread;"
                            + " use the transaction at hand");
            catalog.run(tx -> tx.settings().put("a", "b"));
        }
    }

    @Test
    void aReadMayNotChangeAnything() {
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            assertThatThrownBy(() -> catalog.read(tx -> tx.dataSets().declare(PATIENTS, "Patients", null)))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("the catalog " + file + " failed: it may not be changed here; use write");
        }
    }

    @Test
    void aFileThatIsNoCatalogIsNamed() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "patients, but not in SQLite's format. ".repeat(100));

        assertThatThrownBy(() -> Catalog.open(file, CLOCK))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("the catalog " + file + " cannot be opened")
                .hasMessageContaining("the file is damaged or no catalog; restore a backup");
    }

    @Test
    void aDirectoryThatIsAFileIsNamed() throws IOException {
        Files.writeString(directory.resolve("data"), "");

        assertThatThrownBy(() -> Catalog.open(file, CLOCK))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("the data directory " + directory.resolve("data") + " cannot be used");
    }

    @Test
    void fourThreadsWriteAndReadWithoutLosingAnything() throws Exception {
        int rounds = 50;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Catalog catalog = Catalog.open(file, CLOCK)) {
            catalog.run(tx -> tx.audit().registerSink("files"));
            Callable<Boolean> writer = () -> {
                for (int round = 0; round < rounds; round++) {
                    catalog.run(tx -> {
                        tx.audit().append(event(UUID.randomUUID(), "Decrypt", NOON));
                        tx.audit().append(event(UUID.randomUUID(), "OpenDataSet", NOON));
                    });
                }
                return true;
            };
            Callable<Boolean> reader = () -> IntStream.range(0, rounds)
                    .allMatch(round -> catalog.read(tx -> {
                        Map<String, Long> counts = tx.audit().countsByName();
                        return counts.getOrDefault("Decrypt", 0L).equals(counts.getOrDefault("OpenDataSet", 0L));
                    }));

            for (Future<Boolean> done : threads.invokeAll(List.of(writer, reader, writer, reader))) {
                assertThat(done.get()).as("a reader sees whole transactions").isTrue();
            }
            catalog.read(tx -> assertThat(tx.audit().pending("files", 1000)).hasSize(2 * 2 * rounds));
        } finally {
            threads.shutdownNow();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
