package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.audit.verify.TrailCheck;
import io.spicerack.aws.AwsClients;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** A process that is killed while KMS signs a digest file: the call is on record, and the trail goes on without a gap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
class SignCrashTest {
    private final Path directory;
    private final LocalAws aws;
    private final KeyReference key;

    SignCrashTest(@TempDir Path directory) {
        this.directory = directory;
        aws = AwsCore.startAws(directory.resolve("aws"));
        key = signingKey();
    }

    @AfterAll
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "before:publicKey, GetPublicKey",
        "after:publicKey, GetPublicKey",
        "before:sign, Sign",
        "after:sign, Sign"
    })
    void theCallThatWasCutOffIsOnRecordOnceAndTheTrailIsWhole(String killPoint, String call) throws Exception {
        Path own = directory.resolve(killPoint.replace(':', '-'));
        try (KmsCore core = KmsCore.signing(own, aws.endpoint(), key, signer -> signer)) {
            core.newDefaultKey("ours");
            core.publish("visits", SampleRows.of(7));
        }
        assertThat(KeyProcess.run(own, aws.endpoint(), "sign", killPoint, key.toString()))
                .isEqualTo(137);
        try (KmsCore core = KmsCore.signing(own, aws.endpoint(), key, signer -> signer)) {
            List<AuditRecord> open = core.catalog().read(tx -> tx.auditIntents().open());
            assertThat(open).isEmpty();
            assertThat(cutOff(core)).containsExactly(call);
            TwoSinks sinks = new TwoSinks(core.spice(), own);
            core.spice().auditFiles().closeNow();
            sinks.drain();
            TrailCheck.Report report = TrailCheck.check(
                    sinks.bucket(),
                    core.spice().auditFiles().publicKeys(),
                    Optional.of(core.spice().auditFiles().head()),
                    "files");
            assertThat(report.problems()).isEmpty();
            assertThat(report.digests()).isPositive();
            assertThat(cutOff(core)).containsExactly(call);
        }
    }

    /** The calls of which nobody here knows how they ended. */
    private static List<String> cutOff(KmsCore core) {
        return core.spice().audit().search(AuditQuery.oldest(1_000)).stream()
                .filter(record -> "OutcomeUnknown".equals(record.errorCode()))
                .map(AuditRecord::eventName)
                .toList();
    }

    private KeyReference signingKey() {
        try (AwsClients clients = AwsCore.clients(aws.endpoint(), Duration.ofSeconds(60))) {
            return new KeyReference(clients.kms()
                    .createKey(request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY))
                    .keyMetadata()
                    .arn());
        }
    }
}
