package io.spicerack.catalog;

import io.spicerack.catalog.record.CredentialsSource.InSecret;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.VersionId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Records that the tests of the catalog share. */
final class CatalogFixtures {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    static final KeyReference KEY_A = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/aaaa");
    static final KeyReference KEY_B = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/bbbb");
    static final Arn SECRET = Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:hospital-AbCdEf");
    static final DataSetId PATIENTS = new DataSetId("patients");
    static final DataSourceId HOSPITAL = new DataSourceId("hospital-postgres");

    private CatalogFixtures() {}

    static DataSourceRecord dataSource() {
        return new DataSourceRecord(
                HOSPITAL,
                "Hospital",
                DataSourceType.POSTGRESQL,
                "db.hospital.example",
                5432,
                "hospital",
                true,
                new InSecret(SECRET),
                ResourceStatus.CREATION_IN_PROGRESS,
                null,
                null,
                "hospital.yaml",
                NOON,
                NOON);
    }

    static WrappedKey wrapped(KeyReference key) {
        return new WrappedKey(key, "AQIDBA==");
    }

    static VersionRecord staged(String version, KeyReference key) {
        return new VersionRecord(
                PATIENTS,
                new VersionId(version),
                new IngestionId("i-" + version),
                VersionState.STAGED,
                wrapped(key),
                false,
                "ab".repeat(32),
                "{\"columns\":[]}",
                10,
                2048,
                2,
                NOON,
                null,
                null);
    }

    static AuditRecord event(String name) {
        return event(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name, NOON);
    }

    static AuditRecord event(UUID id, String name, Instant time) {
        return new AuditRecord(
                id,
                time,
                "kms.amazonaws.com",
                name,
                KEY_A.toString(),
                "arn:aws:quicksight:eu-west-1:111122223333:dataset/patients",
                null,
                "{\"eventName\":\"" + name + "\"}");
    }
}
