package io.spicerack.audit.event;

import io.spicerack.audit.event.Caller.IdentityType;
import io.spicerack.audit.event.Outcome.Failure;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.VersionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** One of each event that Spicerack writes, always with the same times and ids. */
public final class AuditFixtures {
    public static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00.987Z");
    public static final KeyReference KEY_A = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/aaaa");
    public static final KeyReference KEY_B = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/bbbb");
    static final DataSetId PATIENTS = new DataSetId("patients");
    public static final Arn PATIENTS_ARN = ACCOUNT.dataSet(PATIENTS);
    public static final GrantTerms TERMS = new GrantTerms(
            "spicerack-patients",
            "arn:aws:iam::111122223333:role/spicerack",
            "arn:aws:iam::111122223333:role/spicerack",
            List.of("Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey"));
    public static final Failure DISABLED = new Failure("DisabledException", KEY_A + " is disabled.");

    private static final Arn SECRET = Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:hospital-AbCdEf");
    private static final DataSourceId HOSPITAL = new DataSourceId("hospital-postgres");
    private static final IngestionId INGESTION = new IngestionId("ingestion-1");
    private static final VersionId VERSION = new VersionId("version-1");
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final Caller ENGINEER = new Caller(
            IdentityType.IAMUser,
            "AIDAEXAMPLE",
            "arn:aws:iam::111122223333:user/engineer",
            "111122223333",
            "engineer",
            "192.0.2.7",
            "aws-cli/1.45");

    private AuditFixtures() {}

    static CloudTrailEvents events() {
        return events(NOON);
    }

    public static CloudTrailEvents events(Instant time) {
        AtomicLong last = new AtomicLong(time.getEpochSecond() * 1000);
        return new CloudTrailEvents(
                ACCOUNT, Clock.fixed(time, ZoneOffset.UTC), () -> new UUID(0x7000L, last.incrementAndGet()));
    }

    public static Stream<AuditRecord> oneOfEach() {
        KmsEvents kms = events().kms();
        ApiEvents api = events().api();
        ServiceEvents service = events().service();
        Arn dataSource = ACCOUNT.dataSource(HOSPITAL);
        DataSourceRequest bySecret = new DataSourceRequest(
                HOSPITAL, "Hospital", DataSourceType.POSTGRESQL, "db.example", 5432, "hospital", SECRET);
        DataSourceRequest byPair =
                new DataSourceRequest(HOSPITAL, "Hospital", DataSourceType.MYSQL, "db.example", 3306, "hospital", null);
        return Stream.of(
                kms.generateDataKey(KEY_A, PATIENTS_ARN, Outcome.SUCCESS),
                kms.decrypt(KEY_A, PATIENTS_ARN, DISABLED),
                kms.encrypt(KEY_A, dataSource, Outcome.SUCCESS),
                kms.createGrant(KEY_A, PATIENTS_ARN, TERMS, "grant-1"),
                kms.retireGrant(KEY_A, PATIENTS_ARN, "grant-1", Outcome.SUCCESS),
                kms.describeKey(KEY_A, Outcome.SUCCESS),
                events().secrets().getSecretValue(SECRET, dataSource, Outcome.SUCCESS),
                api.createDataSource(ENGINEER, bySecret, Outcome.SUCCESS),
                api.updateDataSource(ENGINEER, byPair, Outcome.SUCCESS),
                api.deleteDataSource(ENGINEER, HOSPITAL, Outcome.SUCCESS),
                api.createDataSet(ENGINEER, PATIENTS, "Patients", Outcome.SUCCESS),
                api.deleteDataSet(ENGINEER, PATIENTS, Outcome.SUCCESS),
                api.createIngestion(ENGINEER, PATIENTS, INGESTION, RequestType.FULL_REFRESH, Outcome.SUCCESS),
                api.cancelIngestion(ENGINEER, PATIENTS, INGESTION, Outcome.SUCCESS),
                api.updateKeyRegistration(ENGINEER, List.of(KEY_A, KEY_B), KEY_B, Outcome.SUCCESS),
                service.queryDatabase(
                        new SourceStatement(
                                HOSPITAL, PATIENTS, "SELECT * FROM patients WHERE name = 'Ada'", null, null),
                        1000,
                        Duration.ofMillis(42),
                        Outcome.SUCCESS),
                events().service().reportDataSourceUser(HOSPITAL, "may change tables"),
                service.startIngestion(PATIENTS, INGESTION, RequestType.FULL_REFRESH, RequestSource.SCHEDULED),
                service.completeIngestion(PATIENTS, INGESTION, new RowInfo(1000, 0, 1000), 65_536, VERSION),
                service.failIngestion(
                        PATIENTS,
                        INGESTION,
                        new ErrorInfo(IngestionErrorType.UNRESOLVABLE_HOST, "host 'db.example' is not known")),
                service.publishDataSetVersion(PATIENTS, VERSION, KEY_A, DIGEST),
                service.openDataSet(ENGINEER, PATIENTS, VERSION, KEY_A, List.of(), Outcome.SUCCESS),
                service.deleteDataSetVersion(PATIENTS, VERSION, KEY_A),
                service.keyStateChange(KEY_A, KeyState.Enabled, KeyState.Disabled),
                service.lockDown(ENGINEER, KEY_A, 2),
                kms.reEncrypt(KEY_A, PATIENTS_ARN, KEY_B, PATIENTS_ARN, Outcome.SUCCESS),
                kms.disableKey(ENGINEER, KEY_A, Outcome.SUCCESS),
                kms.enableKey(ENGINEER, KEY_A, Outcome.SUCCESS),
                service.rewrapDataSetVersion(ENGINEER, PATIENTS, VERSION, KEY_A, KEY_B, DIGEST),
                service.rewrapCredentials(ENGINEER, HOSPITAL, KEY_A, KEY_B),
                service.unlock(ENGINEER, KEY_A),
                service.revocationDrill(ENGINEER, PATIENTS, KEY_A, Map.of("kept", true)));
    }
}
