package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.audit.verify.TrailComparison;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * All that Spicerack does with KMS and Secrets Manager, well or not: what these have on record of it and what the trail has are
 * the same calls, each once, by AWS's own request id.
 */
@WithServers
class EveryCallTest {
    private static final DataSetId ROWS = new DataSetId("rows");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String DENY = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\","
            + "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:GenerateDataKey\","
            + "\"Resource\":\"*\"}]}";

    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    @Test
    void everyCallIsOnBothTrailsOnce(@TempDir Path directory) throws Exception {
        Instant begin = Clock.systemUTC().instant().minusSeconds(5);
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            KeyReference signing = key(fixture, KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
            fixture.signingKey(signing).postgres("db", database);
            fixture.routes().shared().query("rows", "db", "SELECT 1 AS id");
            fixture.start();
            useKeys(fixture);
            useCredentials(fixture);
            revoke(fixture);
            sign(fixture, signing);

            fixture.restart(catalog -> assertSameCalls(fixture, catalog, begin));
            fixture.probe().published("rows");
            fixture.restart(catalog -> assertSameCalls(fixture, catalog, begin));
        }
    }

    private static void useKeys(PipelineFixture fixture) throws Exception {
        fixture.probe().published("rows");
        KeyReference disabled = fixture.console().createKey("disabled by a policy of its own");
        KeyReference asymmetric = key(fixture, KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
        KeyReference missing =
                new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000");
        KeyReference denied = fixture.console().createKey("denied");
        fixture.aws().kms().putKeyPolicy(request -> request.keyId(denied.toString())
                .policy(DENY));
        fixture.aws().kms().scheduleKeyDeletion(request -> request.keyId(disabled.toString())
                .pendingWindowInDays(7));
        KeyReference first = fixture.console().createKey("first");
        assertThat(fixture.spice()
                        .keyRegistrations()
                        .update(List.of(
                                new RegisteredKey(first, true),
                                new RegisteredKey(disabled, false),
                                new RegisteredKey(asymmetric, false),
                                new RegisteredKey(missing, false),
                                new RegisteredKey(denied, false)))
                        .failed())
                .hasSize(4);
        fixture.probe().published("rows");
        KeyReference second = fixture.defaultKey("second");
        fixture.spice().rewraps().rewrap(ROWS);
        fixture.probe().rows("rows");
        assertThat(fixture.spice().keyReport().lines()).hasSize(1);
        fixture.aws().kms().scheduleKeyDeletion(request -> request.keyId(second.toString())
                .pendingWindowInDays(7));
        assertThat(fixture.probe().failure("rows").type()).isEqualTo(IngestionErrorType.PERMISSION_DENIED);
        awaitState(fixture, second, KeyState.PendingDeletion);
        assertThatThrownBy(() -> fixture.spice().readers().open(ROWS)).isInstanceOf(KeyUnavailableException.class);
        fixture.defaultKey("third");
        fixture.probe().published("rows");
    }

    private void useCredentials(PipelineFixture fixture) {
        try (Secret password = Secret.of(TestDatabases.PASSWORD)) {
            create(fixture, "pair", new CredentialsInput.CredentialPair(TestDatabases.USER, password));
        }
        assertTested(fixture, "pair", ResourceStatus.CREATION_SUCCESSFUL);
        fixture.defaultKey("fourth");
        fixture.spice().dataSources().rewrapCredentials(new DataSourceId("pair"));
        Arn nowhere = Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:nowhere-AbCdEf");
        fixture.spice().allowedSecrets().allow(AllowedSecret.of(nowhere, List.of()));
        create(fixture, "nowhere", new CredentialsInput.SecretArn(nowhere));
        assertTested(fixture, "nowhere", ResourceStatus.CREATION_FAILED);
        assertThat(fixture.spice()
                        .audit()
                        .search(AuditQuery.newest(1).named("GetSecretValue"))
                        .get(0)
                        .errorCode())
                .isEqualTo("ResourceNotFoundException");
        fixture.spice()
                .principals()
                .create("analyst", List.of("*"), List.of("*"))
                .close();
    }

    private static void revoke(PipelineFixture fixture) throws Exception {
        KeyReference key = fixture.defaultKey("to be locked");
        fixture.probe().published("rows");
        fixture.spice().lockdown().lockDown(List.of(key));
        fixture.spice().lockdown().unlock(List.of(key));
        assertThat(fixture.spice().drill().run(Dawdler.NONE).kept()).isTrue();
    }

    private static void sign(PipelineFixture fixture, KeyReference signing) {
        fixture.spice().auditFiles().closeNow();
        fixture.aws().kms().scheduleKeyDeletion(request -> request.keyId(signing.toString())
                .pendingWindowInDays(7));
        assertThatThrownBy(() -> fixture.spice().auditFiles().closeNow())
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith("spicerack.audit.signing-key " + signing + " cannot sign digest files: ");
        fixture.signingKey(key(fixture, KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY))
                .start();
        fixture.spice().auditFiles().closeNow();
    }

    /** Looks while nothing runs. */
    private static void assertSameCalls(PipelineFixture fixture, Path catalogFile, Instant since) {
        BothTrails trails = BothTrails.read(fixture, catalogFile, since);
        trails.print();

        trails.assertSameCalls();
        assertThat(BothTrails.counts(trails.ours()))
                .containsOnlyKeys(
                        "CreateGrant",
                        "Decrypt",
                        "DescribeKey",
                        "DisableKey",
                        "EnableKey",
                        "Encrypt",
                        "GenerateDataKey",
                        "GetPublicKey",
                        "GetSecretValue",
                        "ReEncrypt",
                        "RetireGrant",
                        "Sign");
        assertThat(TrailComparison.of(trails.ours(), trails.theirs(), Duration.ofSeconds(10)))
                .isEqualTo(new TrailComparison(trails.ours().size(), List.of(), List.of(), List.of(), List.of()));
    }

    private void create(PipelineFixture fixture, String id, CredentialsInput credentials) {
        fixture.spice()
                .dataSources()
                .create(
                        PipelineFixture.definition(
                                id,
                                DataSourceType.POSTGRESQL,
                                "127.0.0.1",
                                database.server().port(),
                                database.name()),
                        credentials);
    }

    private static void assertTested(PipelineFixture fixture, String id, ResourceStatus status) {
        DataSourceId source = new DataSourceId(id);
        await().atMost(LONG)
                .until(() ->
                        fixture.spice().dataSources().find(source).orElseThrow().status()
                                != ResourceStatus.CREATION_IN_PROGRESS);
        assertThat(fixture.spice().dataSources().find(source).orElseThrow().status())
                .isEqualTo(status);
    }

    private static void awaitState(PipelineFixture fixture, KeyReference key, KeyState state) {
        await().atMost(LONG).until(() -> fixture.spice()
                .keyWatch()
                .observation(key)
                .map(KeyWatch.Observation::state)
                .equals(Optional.of(state)));
    }

    private static KeyReference key(PipelineFixture fixture, KeySpec spec, KeyUsageType usage) {
        return new KeyReference(fixture.aws()
                .kms()
                .createKey(request -> request.keySpec(spec).keyUsage(usage))
                .keyMetadata()
                .arn());
    }
}
