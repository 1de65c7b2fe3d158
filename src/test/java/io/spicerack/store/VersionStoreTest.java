package io.spicerack.store;

import static io.spicerack.store.StoreFixture.DATA_SET;
import static io.spicerack.store.StoreFixture.ONE;
import static io.spicerack.store.StoreFixture.PATIENTS;
import static io.spicerack.store.StoreFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.VersionId;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableChecksum;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class VersionStoreTest {
    private static final Schema SCHEMA = SampleTables.generated(6);

    private final Path root;
    private final StoreFixture fixture;

    VersionStoreTest(@TempDir Path directory) {
        root = directory.resolve("store");
        fixture = new StoreFixture(root);
    }

    private static RowGroups rows(long count) {
        return SampleTables.generate(SCHEMA, count);
    }

    private List<String> stored() throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aSealedVersionOfTwoPartsReadsBackWhole() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(200_000), rows(1_000));
        try (OpenVersion open = fixture.open(sealed)) {
            TableChecksum all = TableChecksum.of(open.read(() -> {}));
            assertThat(all.rows())
                    .isEqualTo(sealed.rows())
                    .isEqualTo(open.rows())
                    .isEqualTo(201_000);
            open.verify();
            assertThat(open.sealedAt()).isEqualTo(StoreFixture.NOW);
        }
        assertThat(stored())
                .containsExactly(
                        "patients/v1/_KEY_MATERIAL_FOR_part-00000.parquet.json",
                        "patients/v1/_KEY_MATERIAL_FOR_part-00001.parquet.json",
                        "patients/v1/manifest",
                        "patients/v1/part-00000.parquet",
                        "patients/v1/part-00001.parquet");
        assertThat(fixture.bytesOnDisk(ONE)).isEqualTo(sealed.bytes());
    }

    @Test
    void everyTypeReadsBackFromTheStore() throws Exception {
        RowGroup edges = SampleTables.edges();
        SealedVersion sealed = fixture.sealEdges(ONE);
        try (OpenVersion open = fixture.open(sealed)) {
            assertThat(open.schema()).isEqualTo(edges.schema());
            assertThat(SampleTables.texts(open.read(() -> {}))).isEqualTo(SampleTables.texts(edges));
        }
    }

    @Test
    void anEmptyTableIsOneFileWithoutRows() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(0));
        assertThat(sealed.files()).hasSize(1);
        assertThat(sealed.rows()).isZero();
        try (OpenVersion open = fixture.open(sealed)) {
            assertThat(open.schema()).isEqualTo(SCHEMA);
            assertThat(SampleTables.texts(open.read(() -> {}))).isEmpty();
        }
    }

    @Test
    void someColumnsReadAlone() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(10));
        try (OpenVersion open = fixture.open(sealed);
                RowGroups read = open.read(() -> {}, List.of("c1"))) {
            assertThat(SampleTables.texts(read)).hasSize(10).allMatch(row -> row.size() == 1);
        }
    }

    @Test
    void aPartRollsToAnotherFileAt512RowGroups() {
        Schema schema = SampleTables.generated(1);
        RowGroup group = new RowGroup(schema);
        group.longs(0).append(1);
        group.endRow();
        try (GeneratedKey key = fixture.generatedKey(ONE);
                StagedVersion staged = fixture.store.stage(DATA_SET, PATIENTS, ONE, schema, key)) {
            try (PartWriter part = staged.openPart()) {
                for (int i = 0; i < 513; i++) {
                    part.write(group);
                }
                part.finish();
            }
            assertThat(staged.seal().files()).extracting(SealedFile::rowGroups).containsExactly(512, 1);
        }
    }

    @Test
    void theKeyToAskKmsForStandsOutsideTheSeal() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(1));
        assertThat(fixture.store.wrappedKey(PATIENTS, ONE)).isEqualTo(sealed.key());
    }

    @Test
    void nothingOfTheTableStandsInTheStore() throws Exception {
        fixture.sealEdges(ONE);
        for (String file : stored()) {
            String bytes = Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1);
            for (String secret : List.of(SampleTables.PLAINTEXT, "患者", "{\"a\":1}", "name.with", "instant")) {
                byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
                assertThat(bytes).doesNotContain(new String(utf8, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void onlyTheOwnerMayEnter() throws Exception {
        fixture.seal(ONE, rows(1));
        for (String directory : List.of("", "patients", "patients/v1")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(directory))))
                    .isEqualTo("rwx------");
        }
        for (String file : stored()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aVersionThatIsClosedBeforeItIsKeptLeavesNothing() throws Exception {
        try (GeneratedKey key = fixture.generatedKey(ONE);
                StagedVersion staged = fixture.store.stage(DATA_SET, PATIENTS, ONE, SCHEMA, key)) {
            StoreFixture.write(staged, rows(10));
            staged.seal();
        }
        assertThat(stored()).isEmpty();
        assertThat(fixture.store.versions()).isEmpty();
    }

    @Test
    void aPartThatIsNotFinishedKeepsItsVersionFromBeingSealed() {
        try (GeneratedKey key = fixture.generatedKey(ONE);
                StagedVersion staged = fixture.store.stage(DATA_SET, PATIENTS, ONE, SCHEMA, key)) {
            staged.openPart().close();
            assertThatThrownBy(staged::seal)
                    .hasMessage("version patients/v1 cannot be sealed: 1 parts are not finished");
            assertThatThrownBy(staged::keep).hasMessage("version patients/v1 cannot be kept: it is not sealed");
        }
    }

    @Test
    void aSweepTakesWhatIsNeitherLiveNorStaged() throws Exception {
        fixture.seal(ONE, rows(1));
        fixture.seal(TWO, rows(1));
        Files.createDirectories(root.resolve("gone/v9"));
        try (GeneratedKey key = fixture.generatedKey(ONE);
                StagedVersion staged = fixture.store.stage(DATA_SET, PATIENTS, new VersionId("v3"), SCHEMA, key)) {
            assertThat(fixture.store.sweep(Set.of(new StoredVersion(PATIENTS, TWO)), version -> false))
                    .extracting(StoredVersion::toString)
                    .containsExactly("gone/v9", "patients/v1");
            assertThat(fixture.store.versions())
                    .extracting(StoredVersion::toString)
                    .containsExactly("patients/v2", "patients/v3");
            assertThat(staged.schema()).isEqualTo(SCHEMA);
        }
    }

    @Test
    void aReaderGoesOnWhenItsVersionIsDeleted() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(10), rows(10));
        try (OpenVersion open = fixture.open(sealed)) {
            fixture.store.delete(PATIENTS, ONE);
            assertThat(SampleTables.texts(open.read(() -> {}))).hasSize(20);
        }
        assertThat(fixture.store.versions()).isEmpty();
    }

    @Test
    void aReaderIsCutBeforeItsNextRowGroup() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(300_000));
        AtomicInteger calls = new AtomicInteger();
        try (OpenVersion open = fixture.open(sealed);
                RowGroups read = open.read(() -> {
                    if (calls.incrementAndGet() > 2) {
                        throw new IllegalStateException("key is disabled");
                    }
                })) {
            RowGroup group = new RowGroup(SCHEMA);
            assertThat(read.next(group)).isTrue();
            assertThatThrownBy(() -> {
                        while (read.next(group)) {
                            assertThat(group.rows()).isPositive();
                        }
                    })
                    .hasMessage("key is disabled");
            assertThat(group.rows()).isZero();
        }
    }

    @Test
    void aStoreBelowItsFloorOfFreeSpaceTakesNoVersion() {
        StoreFixture full = new StoreFixture(root, Long.MAX_VALUE);
        assertThatThrownBy(() -> full.seal(ONE, rows(1)))
                .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.type())
                        .isEqualTo(IngestionErrorType.ACCOUNT_CAPACITY_LIMIT_EXCEEDED))
                .hasMessageContaining("The disk of the store " + root + " is full")
                .hasMessageContaining("Free space there, or move the store to a larger disk");
    }
}
