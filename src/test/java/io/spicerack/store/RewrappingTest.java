package io.spicerack.store;

import static io.spicerack.store.StoreFixture.DATA_SET;
import static io.spicerack.store.StoreFixture.ONE;
import static io.spicerack.store.StoreFixture.OTHER_KMS_KEY;
import static io.spicerack.store.StoreFixture.OTHER_WRAPPED;
import static io.spicerack.store.StoreFixture.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Sha256;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data key goes under another KMS key; nothing else does. */
@TakesLong
class RewrappingTest {
    private static final Schema SCHEMA = SampleTables.generated(6);

    private final Path directory;
    private final StoreFixture fixture;
    private final SealedVersion sealed;

    RewrappingTest(@TempDir Path root) {
        directory = root.resolve("patients/v1");
        fixture = new StoreFixture(root);
        sealed = fixture.seal(ONE, SampleTables.generate(SCHEMA, 500), SampleTables.generate(SCHEMA, 300));
    }

    /** Another program's client of KMS: it knows the other key alone. */
    public static final class OtherKey implements KmsClient {
        @Override
        public void initialize(Configuration configuration, String instance, String url, String token) {
            assertThat(instance).isEqualTo("DEFAULT");
        }

        @Override
        public String wrapKey(byte[] keyBytes, String masterKey) {
            throw new UnsupportedOperationException("these tests read only");
        }

        @Override
        public byte[] unwrapKey(String wrappedKey, String masterKey) {
            assertThat(masterKey).isEqualTo(OTHER_KMS_KEY.toString());
            assertThat(wrappedKey).isEqualTo(OTHER_WRAPPED.ciphertext());
            return StoreFixture.keyBytes(ONE);
        }
    }

    @Test
    void theParquetFilesStayByteForByteAndNothingOfTheFormerWrappedKeyIsLeft() throws Exception {
        Map<String, String> before = digests();
        RewrappedVersion rewrapped = rewrap();
        fixture.store.finishRewrap(PATIENTS, ONE, rewrapped.manifestSha256());
        Map<String, String> after = digests();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).containsAllEntriesOf(parquet(before));
        assertThat(after.get("manifest")).isEqualTo(rewrapped.manifestSha256());
        assertThat(fixture.bytesOnDisk(ONE)).isEqualTo(rewrapped.bytes());
        assertThat(fixture.store.wrappedKey(PATIENTS, ONE)).isEqualTo(OTHER_WRAPPED);
        for (Path file : files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .doesNotContain(sealed.key().ciphertext())
                    .doesNotContain(sealed.key().key().toString());
        }
    }

    @Test
    void parquetJavaOpensItUnderTheOtherKeyAlone() throws Exception {
        fixture.store.finishRewrap(PATIENTS, ONE, rewrap().manifestSha256());
        // parquet-java keeps clients of KMS for the whole process
        KeyToolkit.removeCacheEntriesForAllTokens();
        Configuration configuration = new Configuration();
        configuration.set("parquet.crypto.factory.class", PropertiesDrivenCryptoFactory.class.getName());
        configuration.set(KeyToolkit.KMS_CLIENT_CLASS_PROPERTY_NAME, OtherKey.class.getName());
        int rows = 0;
        for (SealedFile part : sealed.files()) {
            org.apache.hadoop.fs.Path file =
                    new org.apache.hadoop.fs.Path(directory.resolve(part.name()).toUri());
            try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), file)
                    .withConf(configuration)
                    .build()) {
                while (reader.read() != null) {
                    rows++;
                }
            }
        }
        assertThat(rows).isEqualTo(800);
    }

    @Test
    void eachDigestOpensItsOwnManifestUntilTheRewrapIsFinished() throws Exception {
        RewrappedVersion rewrapped = rewrap();
        assertRows(sealed.manifestSha256());
        assertRows(rewrapped.manifestSha256());
        fixture.store.finishRewrap(PATIENTS, ONE, sealed.manifestSha256());
        assertRows(sealed.manifestSha256());
        fixture.store.finishRewrap(PATIENTS, ONE, rewrapped.manifestSha256());
        assertRows(rewrapped.manifestSha256());
        assertThatThrownBy(() -> assertRows(sealed.manifestSha256()))
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of version v1 of data set " + DATA_SET + " has SHA-256 "
                        + rewrapped.manifestSha256() + "; the catalog names " + sealed.manifestSha256());
    }

    @Test
    void aRewrapThatTheCatalogNeverNamedIsUndone() throws Exception {
        Map<String, String> before = digests();
        rewrap();
        Files.writeString(directory.resolve("_KEY_MATERIAL_FOR_part-00000.parquet.json.unfinished"), "{");
        fixture.store.settleRewrap(PATIENTS, ONE, sealed.manifestSha256());
        assertThat(digests()).isEqualTo(before);
        assertRows(sealed.manifestSha256());
    }

    @Test
    void aRewrapThatTheCatalogNamesIsFinishedHoweverFarItCame() throws Exception {
        RewrappedVersion rewrapped = rewrap();
        // one file's key material was replaced, the other's was being written
        Path first =
                directory.resolve(KeyMaterialFile.fileName(sealed.files().get(0).name()));
        Files.write(first, KeyMaterialFile.rewrap(Files.readAllBytes(first), OTHER_WRAPPED, "first"));
        Files.writeString(directory.resolve("_KEY_MATERIAL_FOR_part-00001.parquet.json.unfinished"), "{");
        fixture.store.settleRewrap(PATIENTS, ONE, rewrapped.manifestSha256());
        fixture.store.settleRewrap(PATIENTS, ONE, rewrapped.manifestSha256());
        assertRows(rewrapped.manifestSha256());
        assertThat(files()).hasSize(5);
        for (SealedFile part : sealed.files()) {
            assertThat(directory.resolve(KeyMaterialFile.fileName(part.name())))
                    .content()
                    .contains(OTHER_KMS_KEY.toString());
        }
    }

    @Test
    void damagedKeyMaterialIsNamedBeforeAnythingIsWritten() throws Exception {
        Path material = directory.resolve("_KEY_MATERIAL_FOR_part-00001.parquet.json");
        Files.writeString(material, "{\"footerKey\":\"{}\"}");
        Map<String, String> before = digests();
        assertThatThrownBy(this::rewrap)
                .isInstanceOf(TamperedException.class)
                .hasMessage(
                        "the key material in " + material + " is not what was written. A full refresh makes it new");
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void anotherManifestThanTheCatalogsIsNotRewrapped() {
        assertThatThrownBy(() -> fixture.store.rewrap(PATIENTS, ONE, "0".repeat(64), OTHER_WRAPPED))
                .isInstanceOf(TamperedException.class)
                .hasMessage("the manifest of version patients/v1 has SHA-256 " + sealed.manifestSha256()
                        + "; the catalog names " + "0".repeat(64));
    }

    private RewrappedVersion rewrap() throws TamperedException {
        return fixture.store.rewrap(PATIENTS, ONE, sealed.manifestSha256(), OTHER_WRAPPED);
    }

    private void assertRows(String digest) throws Exception {
        try (DataKey key = fixture.dataKey(ONE);
                OpenVersion open = fixture.store.open(DATA_SET, PATIENTS, ONE, digest, key)) {
            open.verify();
            assertThat(open.rows()).isEqualTo(800);
        }
    }

    private static Map<String, String> parquet(Map<String, String> digests) {
        Map<String, String> parts = new TreeMap<>(digests);
        parts.keySet().removeIf(name -> !name.endsWith(".parquet"));
        assertThat(parts).hasSize(2);
        return parts;
    }

    private Map<String, String> digests() throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : files()) {
            digests.put(file.getFileName().toString(), Sha256.hex(Files.readAllBytes(file)));
        }
        return digests;
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
