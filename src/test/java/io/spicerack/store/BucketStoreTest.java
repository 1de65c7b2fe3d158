package io.spicerack.store;

import static io.spicerack.store.StoreFixture.DATA_SET;
import static io.spicerack.store.StoreFixture.ONE;
import static io.spicerack.store.StoreFixture.OTHER_WRAPPED;
import static io.spicerack.store.StoreFixture.PATIENTS;
import static io.spicerack.store.StoreFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.aws.bucket.BucketUnderTest;
import io.spicerack.aws.bucket.FaultyHttp.Fault;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableChecksum;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Sealed versions in a bucket: the same files under the same names. */
@TakesLong
class BucketStoreTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private static final Schema SCHEMA = SampleTables.generated(12);

    private final BucketUnderTest bucket = new BucketUnderTest(AWS.endpoint());
    private final Path objects = AWS.objects(bucket.bucket).resolve("a/store");
    private final StoreFixture fixture = new StoreFixture(objects, bucket.places);

    @AfterEach
    void close() {
        bucket.close();
    }

    private static RowGroups rows(long count) {
        return SampleTables.generate(SCHEMA, count);
    }

    @Test
    void aSealedVersionReadsBackWholeAndIsTheFilesOfADirectory() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(60_000), rows(1_000));
        assertThat(keys())
                .containsExactly(
                        "patients/v1/_KEY_MATERIAL_FOR_part-00000.parquet.json",
                        "patients/v1/_KEY_MATERIAL_FOR_part-00001.parquet.json",
                        "patients/v1/manifest",
                        "patients/v1/part-00000.parquet",
                        "patients/v1/part-00001.parquet");
        try (OpenVersion open = fixture.open(sealed)) {
            assertThat(TableChecksum.of(open.read(() -> {}))).isEqualTo(TableChecksum.of(both()));
            open.verify();
        }
    }

    @Test
    void nothingOfTheTableStandsInTheBucket() throws Exception {
        fixture.sealEdges(ONE);
        byte[] secret = SampleTables.PLAINTEXT.getBytes(StandardCharsets.UTF_8);
        for (String key : keys()) {
            assertThat(Files.readString(objects.resolve(key), StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1))
                    .doesNotContain("name.with");
        }
    }

    private static RowGroups both() {
        RowGroups first = rows(60_000);
        RowGroups second = rows(1_000);
        return new RowGroups() {
            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public boolean next(RowGroup group) {
                return first.next(group) || second.next(group);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void someColumnsMoveLittleMoreThanTheirOwnBytes() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(60_000));
        List<String> columns = List.of("c0", "c3", "c4", "c7", "c10");
        try (OpenVersion open = fixture.open(sealed)) {
            long before = bucket.http.received();
            TableChecksum.of(open.read(() -> {}));
            long all = bucket.http.received() - before;
            assertThat((double) all / sealed.bytes()).isBetween(0.9, 1.0);
            long own = 0;
            for (String column : columns) {
                before = bucket.http.received();
                TableChecksum.of(open.read(() -> {}, List.of(column)));
                own += bucket.http.received() - before;
            }
            before = bucket.http.received();
            TableChecksum.of(open.read(() -> {}, columns));
            assertThat(bucket.http.received() - before).isEqualTo(own).isLessThan(all);
        }
    }

    @Test
    void aVersionThatIsClosedBeforeItIsKeptLeavesNothing() throws Exception {
        try (GeneratedKey key = fixture.generatedKey(ONE);
                StagedVersion staged = fixture.store.stage(DATA_SET, PATIENTS, ONE, SCHEMA, key)) {
            StoreFixture.write(staged, rows(10));
            staged.seal();
            assertThat(keys()).hasSize(3);
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void aSweepTakesWhatIsNeitherLiveNorStaged() {
        fixture.seal(ONE, rows(1));
        fixture.seal(TWO, rows(1));
        assertThat(fixture.store.sweep(Set.of(new StoredVersion(PATIENTS, TWO)), version -> false))
                .extracting(StoredVersion::toString)
                .containsExactly("patients/v1");
        assertThat(fixture.store.versions()).extracting(StoredVersion::toString).containsExactly("patients/v2");
    }

    @Test
    void aRewrapIsFinishedHoweverFarItCame() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(500));
        RewrappedVersion undone = rewrap(sealed);
        fixture.store.settleRewrap(PATIENTS, ONE, sealed.manifestSha256());
        assertRows(sealed.manifestSha256());
        assertThat(keys()).hasSize(3);

        RewrappedVersion rewrapped = rewrap(sealed);
        assertThat(rewrapped).isEqualTo(undone);
        assertRows(sealed.manifestSha256());
        assertRows(rewrapped.manifestSha256());
        // the manifest has taken the place of the former one, and a crash kept the other from being deleted
        byte[] pending =
                bucket.places.of(new StoredVersion(PATIENTS, ONE)).read(Rewrapping.pending(rewrapped.manifestSha256()));
        bucket.places.of(new StoredVersion(PATIENTS, ONE)).replace(ManifestFile.NAME, pending);
        fixture.store.settleRewrap(PATIENTS, ONE, rewrapped.manifestSha256());
        assertRows(rewrapped.manifestSha256());
        assertThat(keys()).hasSize(3);
        assertThat(Files.readString(objects.resolve("patients/v1/_KEY_MATERIAL_FOR_part-00000.parquet.json")))
                .contains(OTHER_WRAPPED.ciphertext())
                .doesNotContain(sealed.key().ciphertext());
    }

    @Test
    void aBucketThatStopsAnsweringCutsAReaderWithoutCallingTheFileDamaged() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, rows(40_000));
        try (OpenVersion open = fixture.open(sealed)) {
            bucket.http.failAll(Fault.FAILED);
            assertThatThrownBy(() -> TableChecksum.of(open.read(() -> {})))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContaining("S3 says InternalError (HTTP 500)");
        }
        assertThatThrownBy(() -> fixture.open(sealed).close()).isInstanceOf(IngestionException.class);
    }

    private RewrappedVersion rewrap(SealedVersion sealed) throws Exception {
        return fixture.store.rewrap(PATIENTS, ONE, sealed.manifestSha256(), OTHER_WRAPPED);
    }

    private void assertRows(String digest) throws Exception {
        try (DataKey key = fixture.dataKey(ONE);
                OpenVersion open = fixture.store.open(DATA_SET, PATIENTS, ONE, digest, key)) {
            open.verify();
            assertThat(open.rows()).isEqualTo(500);
        }
    }

    private List<String> keys() {
        return bucket.s3.listObjectsV2(request -> request.bucket(bucket.bucket)).contents().stream()
                .map(S3Object::key)
                .map(key -> key.substring("a/store/".length()))
                .toList();
    }
}
