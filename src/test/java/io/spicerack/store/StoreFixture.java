package io.spicerack.store;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.parquet.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

/** A store in a directory, a data set, and keys as KMS would give them. */
final class StoreFixture {
    static final DataSetId PATIENTS = new DataSetId("patients");
    static final Arn DATA_SET = new Account("aws", "eu-west-1", "111122223333").dataSet(PATIENTS);
    static final KeyReference KMS_KEY =
            new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    static final KeyReference OTHER_KMS_KEY =
            new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321");
    /** The data key of version {@code v1} under {@link #OTHER_KMS_KEY}: what ReEncrypt would give. */
    static final WrappedKey OTHER_WRAPPED = new WrappedKey(
            OTHER_KMS_KEY,
            Base64.getEncoder().encodeToString("v1 under the other key".getBytes(StandardCharsets.UTF_8)));

    static final VersionId ONE = new VersionId("v1");
    static final VersionId TWO = new VersionId("v2");
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    final SecureRandom random = new SecureRandom();
    final VersionStore store;
    private final Path root;

    StoreFixture(Path root) {
        this(root, 0);
    }

    /** @param root where their objects are as files */
    StoreFixture(Path root, VersionPlaces places) {
        this.root = root;
        store = new VersionStore(places, random, Clock.fixed(NOW, ZoneOffset.UTC), Compression.DEFAULT);
    }

    StoreFixture(Path root, long freeFloor) {
        this.root = root;
        store = new VersionStore(root, random, Clock.fixed(NOW, ZoneOffset.UTC), freeFloor, Compression.DEFAULT);
    }

    /** Of all files that a version has. */
    long bytesOnDisk(VersionId version) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(PATIENTS.value()).resolve(version.value()))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** The bytes of the data key that a version gets: one per version, known to the tests. */
    static byte[] keyBytes(VersionId version) {
        byte[] bytes = new byte[DataKey.LENGTH];
        Arrays.fill(bytes, (byte) version.value().hashCode());
        return bytes;
    }

    DataKey dataKey(VersionId version) {
        return new DataKey(keyBytes(version), random);
    }

    /** "Wraps" the key by naming the version: what the KMS of these tests understands. */
    GeneratedKey generatedKey(VersionId version) {
        String ciphertext = Base64.getEncoder().encodeToString(version.value().getBytes(StandardCharsets.UTF_8));
        return new GeneratedKey(dataKey(version), new WrappedKey(KMS_KEY, ciphertext));
    }

    SealedVersion seal(VersionId version, RowGroups... parts) {
        try (GeneratedKey key = generatedKey(version);
                StagedVersion staged = store.stage(DATA_SET, PATIENTS, version, parts[0].schema(), key)) {
            for (RowGroups table : parts) {
                write(staged, table);
            }
            SealedVersion sealed = staged.seal();
            staged.keep();
            return sealed;
        }
    }

    /** A version of {@link SampleTables#edges()}. */
    SealedVersion sealEdges(VersionId version) {
        RowGroup edges = SampleTables.edges();
        try (GeneratedKey key = generatedKey(version);
                StagedVersion staged = store.stage(DATA_SET, PATIENTS, version, edges.schema(), key)) {
            try (PartWriter part = staged.openPart()) {
                part.write(edges);
                part.finish();
            }
            SealedVersion sealed = staged.seal();
            staged.keep();
            return sealed;
        }
    }

    static void write(StagedVersion staged, RowGroups table) {
        RowGroup group = new RowGroup(table.schema());
        try (PartWriter part = staged.openPart()) {
            while (table.next(group)) {
                part.write(group);
            }
            part.finish();
        }
    }

    OpenVersion open(SealedVersion sealed) throws Exception {
        return open(sealed.version(), sealed.manifestSha256());
    }

    OpenVersion open(VersionId version, String manifestSha256) throws Exception {
        try (DataKey key = dataKey(version)) {
            return store.open(DATA_SET, PATIENTS, version, manifestSha256, key);
        }
    }
}
