package io.spicerack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.parquet.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running service is backed up, restored elsewhere, and read there. */
@TakesLong
@WithCore
class BackupTest {
    private final CoreFixture core;
    private final Path elsewhere;
    private final Path restored;

    BackupTest(CoreFixture core) throws IOException {
        this.core = core;
        this.elsewhere = Files.createDirectories(core.directory().resolve("elsewhere"));
        this.restored = elsewhere.resolve("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip"})
    void whatWasPublishedIsReadElsewhere(String name) throws Exception {
        core.createDefaultKey("ours");
        core.publish("patients", SampleRows.of(30));
        core.publish("visits", SampleRows.of(7));
        core.declare("empty");
        DataSetId patients = new DataSetId("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        Backup.Made made;
        // what is under way is not in it
        try (Refresh refresh = core.next(patients)) {
            refresh.begin().seal(SampleRows.of(50));
            made = backup().to(elsewhere.resolve(name));
        }
        assertThat(made.dataSets()).isEqualTo(2);
        assertThat(Files.getPosixFilePermissions(made.place()))
                .doesNotContainAnyElementsOf(PosixFilePermissions.fromString("---rwxrwx"));
        Restore.Restored put = Restore.into(restored, made.place());
        assertThat(put.files()).isEqualTo(made.files());
        assertThat(put.bytes()).isEqualTo(made.bytes());
        assertThat(rows("patients")).isEqualTo(30);
        assertThat(rows("visits")).isEqualTo(7);
        assertThat(Files.getPosixFilePermissions(restored.resolve("catalog/catalog.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(restored.resolve("store")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aBackupWhileVersionsAreReplacedIsOfOneMoment() throws Exception {
        core.publish("patients", SampleRows.of(5));
        AtomicBoolean enough = new AtomicBoolean();
        Thread refreshes = new Thread(() -> {
            for (int rows = 6; rows < 40 && !enough.get(); rows++) {
                core.publish("patients", SampleRows.of(rows));
                // back to back, a backup finds no quiet moment and says so
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        refreshes.start();
        for (int i = 0; i < 3; i++) {
            backup().to(elsewhere.resolve("busy-" + i));
            Path data = elsewhere.resolve("data-" + i);
            Restore.into(data, elsewhere.resolve("busy-" + i));
            assertThat(rows(data, "patients")).isBetween(5, 40);
        }
        enough.set(true);
        refreshes.join();
    }

    @Test
    void neitherTokensNorTheSigningKeyAreInIt() throws Exception {
        core.publish("patients", SampleRows.of(3));
        Path signing = Files.createDirectories(core.directory().resolve("audit-signing"));
        Files.writeString(signing.resolve("signing-key"), "a private key");
        Files.writeString(signing.resolve("public-keys.json"), "[]");
        Files.writeString(core.directory().resolve("management.token"), "a token");
        backup().to(elsewhere.resolve("b"));
        try (Stream<Path> files = Files.walk(elsewhere.resolve("b"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName())))
                    .contains("catalog.db", "manifest", "public-keys.json", BackupList.NAME)
                    .doesNotContain("signing-key", "management.token", "metrics.token");
        }
    }

    @Test
    void whatIsDamagedOrCutOffIsNotRestored() throws Exception {
        core.publish("patients", SampleRows.of(3));
        Path backup = elsewhere.resolve("b");
        backup().to(backup);
        Path sealed;
        try (Stream<Path> files = Files.walk(backup)) {
            sealed = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(sealed);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        Files.write(sealed, changed);
        assertRefused(backup, "is damaged: store/patients/");
        Files.delete(sealed);
        assertRefused(backup, "is not whole: store/patients/");
        Files.write(sealed, whole);
        String list = Files.readString(backup.resolve(BackupList.NAME));
        Files.writeString(
                backup.resolve(BackupList.NAME), list.replaceFirst("\"catalog/catalog.db\"", "\"catalog/../../x\""));
        assertRefused(backup, "lists the file 'catalog/../../x', which no backup has");
        Files.writeString(backup.resolve(BackupList.NAME), list.replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused(backup, "is a backup of format 2");
        Files.writeString(backup.resolve(BackupList.NAME), list.substring(0, list.length() / 2));
        assertRefused(backup, "is no backup, or one that was cut off");
        assertRefused(elsewhere.resolve("nosuch"), "there is no backup at ");
    }

    @Test
    void neitherGoesOverWhatIsThere() throws Exception {
        core.publish("patients", SampleRows.of(3));
        Path backup = elsewhere.resolve("b.zip");
        backup().to(backup);
        assertThatThrownBy(() -> backup().to(backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is there already");
        Files.createDirectories(restored.resolve("store"));
        assertThatThrownBy(() -> Restore.into(restored, backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("holds something already: [store]");
        assertThatThrownBy(
                        () -> new Backup(DataPlaces.of(elsewhere, elsewhere), core.clock()).to(elsewhere.resolve("c")))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("there is nothing to back up");
        assertThat(elsewhere.resolve("c")).doesNotExist();
    }

    private void assertRefused(Path backup, String words) throws IOException {
        assertThatThrownBy(() -> Restore.into(restored, backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(words);
        try (Stream<Path> left = Files.list(restored)) {
            assertThat(left).as("nothing was restored").isEmpty();
        }
    }

    private Backup backup() {
        Path directory = core.directory();
        return new Backup(
                new DataPlaces(
                        directory.resolve("catalog.db"),
                        directory.resolve("store"),
                        directory.resolve("audit"),
                        directory.resolve("audit-signing/public-keys.json")),
                core.clock());
    }

    private int rows(String dataSet) throws Exception {
        return rows(restored, dataSet);
    }

    /** Opens the current version as another service would, with the same KMS. */
    private int rows(Path data, String dataSet) throws Exception {
        DataSetId id = new DataSetId(dataSet);
        VersionStore store =
                new VersionStore(data.resolve("store"), new SecureRandom(), core.clock(), 0, Compression.DEFAULT);
        VersionRecord version;
        try (Catalog catalog = Catalog.open(data.resolve("catalog/catalog.db"), core.clock())) {
            version = catalog.read(tx -> tx.versions().current(id)).orElseThrow();
        }
        int rows = 0;
        try (DataKey key = core.keys().decrypt(version.key(), new EncryptionContext(CoreFixture.ACCOUNT.dataSet(id)));
                OpenVersion open =
                        store.open(CoreFixture.ACCOUNT.dataSet(id), id, version.id(), version.manifestSha256(), key)) {
            open.verify();
            RowGroup group = new RowGroup(open.schema());
            RowGroups groups = open.read(() -> {});
            while (groups.next(group)) {
                rows += group.rows();
                group.clear();
            }
        }
        return rows;
    }
}
