package io.spicerack.store;

import static io.spicerack.store.StoreFixture.DATA_SET;
import static io.spicerack.store.StoreFixture.ONE;
import static io.spicerack.store.StoreFixture.PATIENTS;
import static io.spicerack.store.StoreFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Sha256;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.parquet.DamagedFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TamperTest {
    private static final String NAME = "version v1 of data set " + DATA_SET;

    private Path root;
    private StoreFixture fixture;
    private SealedVersion one;
    private SealedVersion two;

    @BeforeEach
    void seal(@TempDir Path directory) {
        root = files(directory);
        fixture = store(root);
        one = fixture.seal(ONE, rows());
        two = fixture.seal(TWO, rows());
    }

    /** Where the files of the store are, or its objects as files. */
    Path files(Path temporary) {
        return temporary;
    }

    StoreFixture store(Path files) {
        return new StoreFixture(files);
    }

    private static RowGroups rows() {
        return SampleTables.generate(SampleTables.generated(3), 1_000);
    }

    private Path part(String version) {
        return root.resolve("patients").resolve(version).resolve("part-00000.parquet");
    }

    private Path manifest(String version) {
        return root.resolve("patients").resolve(version).resolve("manifest");
    }

    String nameOf(Path file) {
        return file.toString();
    }

    private void readOne() throws Exception {
        try (OpenVersion open = fixture.open(one)) {
            assertThat(SampleTables.texts(open.read(() -> {}))).hasSize(1_000);
        }
    }

    private static void flip(Path file, int at) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void whatIsNotTouchedOpens() throws Exception {
        readOne();
    }

    @Test
    void aChangedByteInAPageIsRefused() throws Exception {
        flip(part("v1"), 200);
        assertThatThrownBy(this::readOne)
                .isInstanceOf(DamagedFileException.class)
                .hasMessage("row group 0 of file part-00000.parquet of " + NAME + " does not open under its key");
    }

    @Test
    void aChangedByteInTheFooterIsRefused() throws Exception {
        flip(part("v1"), -100);
        assertThatThrownBy(this::readOne)
                .isInstanceOf(DamagedFileException.class)
                .hasMessage("the footer of file part-00000.parquet of " + NAME + " does not open under the file's key");
    }

    @Test
    void everyChangedByteIsFoundByVerify() throws Exception {
        flip(part("v1"), 4);
        try (OpenVersion open = fixture.open(one)) {
            assertThatThrownBy(open::verify)
                    .isInstanceOf(TamperedException.class)
                    .hasMessageContaining("file part-00000.parquet of " + NAME + " has SHA-256 ")
                    .hasMessageContaining(
                            "the manifest says " + one.files().get(0).sha256());
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(part("v1"));
        Files.write(part("v1"), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(this::readOne)
                .isInstanceOf(TamperedException.class)
                .hasMessage("file part-00000.parquet of " + NAME + " has " + (bytes.length - 1)
                        + " bytes; the manifest says " + bytes.length);
    }

    @Test
    void aMissingFileIsRefused() throws Exception {
        Files.delete(part("v1"));
        assertThatThrownBy(this::readOne)
                .isInstanceOf(TamperedException.class)
                .hasMessage("file part-00000.parquet of " + NAME + " cannot be opened, though the manifest names it");
    }

    @Test
    void aFileOfAnotherVersionOfTheSameLengthIsRefused() throws Exception {
        assertThat(Files.size(part("v1"))).isEqualTo(Files.size(part("v2")));
        Files.copy(part("v2"), part("v1"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(this::readOne)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("does not open under the file's key");
    }

    @Test
    void theManifestOfAnotherVersionIsRefused() throws Exception {
        Files.copy(manifest("v2"), manifest("v1"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(this::readOne)
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of " + NAME + " has SHA-256 " + two.manifestSha256() + "; the catalog names "
                        + one.manifestSha256());
        assertThatThrownBy(() -> fixture.open(ONE, two.manifestSha256()))
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest in the place of " + NAME + " is that of version v2 of data set " + DATA_SET);
    }

    @Test
    void anOlderManifestOfTheSameVersionIsRefused() throws Exception {
        byte[] old = Files.readAllBytes(manifest("v1"));
        fixture.store.delete(PATIENTS, ONE);
        SealedVersion again = fixture.seal(ONE, rows());
        Files.write(manifest("v1"), old);
        assertThatThrownBy(() -> fixture.open(again).close())
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of " + NAME + " has SHA-256 " + one.manifestSha256() + "; the catalog names "
                        + again.manifestSha256());
    }

    @Test
    void aManifestWhoseEnvelopeWasRewrittenDoesNotOpen() throws Exception {
        String text = Files.readString(manifest("v2")).replace("\"v2\"", "\"v1\"");
        Files.writeString(manifest("v1"), text);
        String digest = Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> {
                    try (DataKey key = fixture.dataKey(TWO)) {
                        fixture.store.open(DATA_SET, PATIENTS, ONE, digest, key).close();
                    }
                })
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of " + NAME + " does not open under its data key");
    }

    @Test
    void aVersionOfAnotherDataSetIsRefused() throws Exception {
        DataSetId staff = new DataSetId("staff");
        Arn other = new Account("aws", "eu-west-1", "111122223333").dataSet(staff);
        Files.createDirectory(root.resolve("staff"));
        Files.move(root.resolve("patients/v1"), root.resolve("staff/v1"));
        assertThatThrownBy(() -> {
                    try (DataKey key = fixture.dataKey(ONE)) {
                        fixture.store
                                .open(other, staff, ONE, one.manifestSha256(), key)
                                .close();
                    }
                })
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest in the place of version v1 of data set " + other
                        + " is that of version v1 of data set " + DATA_SET);
    }

    @Test
    void anotherDataKeyIsRefused() {
        assertThatThrownBy(() -> {
                    try (DataKey key = fixture.dataKey(TWO)) {
                        fixture.store
                                .open(DATA_SET, PATIENTS, ONE, one.manifestSha256(), key)
                                .close();
                    }
                })
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of " + NAME + " does not open under its data key");
    }

    @Test
    void aNewerFormatIsNamed() throws Exception {
        Files.writeString(manifest("v1"), "{\"format\":3}");
        assertThatThrownBy(() -> fixture.store.wrappedKey(PATIENTS, ONE))
                .hasMessage("the manifest of patients/v1 has format 3; this Spicerack reads formats 1 and 2");
    }

    @Test
    void aMissingManifestIsNamed() throws Exception {
        Files.delete(manifest("v1"));
        assertThatThrownBy(() -> fixture.store.wrappedKey(PATIENTS, ONE))
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of version v1 of data set patients cannot be read from "
                        + nameOf(manifest("v1")));
    }
}
