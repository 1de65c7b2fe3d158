package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.TakesLong;
import io.spicerack.app.DigestSigning;
import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.file.UnfitSigningKeyException;
import io.spicerack.audit.verify.TrailHead;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Secret;
import io.spicerack.settings.AuditSettings;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** A trail whose digest files a key of KMS signs, as {@code spicerack.audit.signing-key} says, over the embedded KMS. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KmsSignedTrailTest {
    private static final String SINK = "files";
    private static final String KEY_ID = "AKIASPICERACKLOCAL00";
    private static final Secret SECRET = Secret.of("a-secret-access-key-that-only-tests-know");

    private final StringWriter out = new StringWriter();
    private final LocalAws aws;
    private final AwsClients clients;

    /** RSA_2048 and SIGN_VERIFY, enabled before each test: to make one takes seconds. */
    private final String key;

    private Path directory;

    KmsSignedTrailTest(@TempDir Path shared) {
        aws = LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                shared.resolve("aws"),
                CoreFixture.ACCOUNT,
                new LocalAwsConfig.AccessKey(KEY_ID, SECRET),
                Clock.systemUTC()));
        clients = new AwsClients(new AwsConfig(
                CoreFixture.ACCOUNT.region(),
                Optional.of(aws.endpoint()),
                Optional.of(new AwsConfig.AccessKey(KEY_ID, SECRET)),
                Duration.ofSeconds(60)));
        key = newKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
    }

    @BeforeEach
    void empty(@TempDir Path temporary) {
        directory = temporary;
        clients.kms().enableKey(request -> request.keyId(key));
    }

    @AfterAll
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void digestFilesAreSignedInKmsAndVerifiedWithThePublicKeysAlone() throws IOException {
        LogBucket bucket = new LogBucket(directory.resolve("data/audit"));
        List<String> listed;
        try (CoreFixture core = core(key)) {
            core.publish("patients", SampleRows.of(3));
            deliver(core);
            // the second digest file lists what the first one does not; what waits comes after it
            listed = bucket.keys("AWSLogs/").stream()
                    .filter(name -> name.contains("_CloudTrail_"))
                    .toList();
            core.publish("claims", SampleRows.of(3));
            deliver(core);
        }

        assertThat(verify()).isZero();
        assertThat(out.toString()).startsWith("2 digest files and 3 log files are valid, 0 findings; 1 log files wait");
        assertThat(directory.resolve("data/audit-signing/signing-key")).doesNotExist();

        assertThat(listed).hasSize(2);
        for (String gone : listed) {
            TrailObjects.Content kept = bucket.find(gone).orElseThrow();
            bucket.delete(gone);
            assertThat(verify()).isOne();
            assertThat(out.toString()).contains("INVALID");
            bucket.put(gone, kept);
        }
        assertThat(verify()).isZero();
    }

    @Test
    void anotherKeyOfKmsTakesOverAndTheFormerOnesDigestFilesStayValid() {
        try (CoreFixture core = core(key)) {
            deliver(core);
            assertThatThrownBy(() -> core.spice().auditFiles().rotateSigningKey())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("create another RSA key there, set spicerack.audit.signing-key to it");
        }
        try (CoreFixture core = core(newKey(KeySpec.RSA_3072, KeyUsageType.SIGN_VERIFY))) {
            assertThat(core.spice().auditFiles().publicKeys()).hasSize(2);
            core.clock().advance(Duration.ofHours(1));
            deliver(core);
        }

        assertThat(verify()).isZero();
    }

    @Test
    void aDisabledKeySignsNothingAndTheChainGoesOnWhenItIsEnabled() {
        try (CoreFixture core = core(key)) {
            core.publish("patients", SampleRows.of(3));
            deliver(core);
            clients.kms().disableKey(request -> request.keyId(key));

            assertThatThrownBy(() -> core.spice().auditFiles().closeNow())
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageStartingWith("spicerack.audit.signing-key " + key + " cannot sign digest files: " + key
                            + " is disabled.");
            clients.kms().enableKey(request -> request.keyId(key));
            core.publish("claims", SampleRows.of(3));
            deliver(core);
        }

        assertThat(verify()).isZero();
        assertThat(out.toString()).startsWith("2 digest files and 3 log files are valid, 0 findings; 1 log files wait");
    }

    @Test
    void theKeysCallsAreOnRecordAndARefusedHourIsTriedAgainAfterAMinute() {
        try (CoreFixture core = core(key)) {
            AuditFiles files = core.spice().auditFiles();
            clients.kms().disableKey(request -> request.keyId(key));
            core.clock().advance(Duration.ofHours(1));
            assertThatThrownBy(() -> files.next(SINK, 1000)).isInstanceOf(KeyUnavailableException.class);
            deliver(files);
            assertThat(outcomes(core)).containsExactly("GetPublicKey null", "Sign DisabledException");
            clients.kms().enableKey(request -> request.keyId(key));
            core.clock().advance(Duration.ofMinutes(1));
            deliver(files);
            // each signature's record is in the log file that the next digest file lists
            assertThat(outcomes(core)).containsExactly("GetPublicKey null", "Sign DisabledException", "Sign null");
            core.clock().advance(Duration.ofHours(1));
            deliver(files);
            assertThat(outcomes(core)).hasSize(4).last().isEqualTo("Sign null");
        }

        assertThat(verify()).isZero();
        assertThat(out.toString()).startsWith("2 digest files and 3 log files are valid, 0 findings; 1 log files wait");
    }

    @Test
    void anotherKeyByASettingIsOnRecordOnce() {
        String second = newKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
        open(key);
        assertThat(rotations(open(second))).isEqualTo(1);
        assertThat(rotations(open(second))).isEqualTo(1);
        assertThat(rotations(open(""))).isEqualTo(2);
    }

    private static long rotations(Map<String, Long> counts) {
        return counts.getOrDefault("RotateDigestKey", 0L);
    }

    /** Starts with that signing key and stops again; returns the trail's records by name. */
    private Map<String, Long> open(String key) {
        try (CoreFixture core = core(key)) {
            return core.spice().audit().countsByName();
        }
    }

    private static List<String> outcomes(CoreFixture core) {
        return core.spice().audit().search(AuditQuery.oldest(100)).stream()
                .map(event -> event.eventName() + " " + event.errorCode())
                .toList();
    }

    @Test
    void aKeyThatCannotSignIsRefusedAtTheStartWithTheProperty() {
        String symmetric = newKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
        assertThatThrownBy(() -> core(symmetric))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith("spicerack.audit.signing-key " + symmetric + " cannot sign digest files: ")
                .hasMessageEndingWith(
                        "It must be an enabled RSA key with key usage SIGN_VERIFY, or empty for a key file");
        String encrypting = newKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
        assertThatThrownBy(() -> core(encrypting))
                .isInstanceOf(UnfitSigningKeyException.class)
                .hasMessageContaining("its key spec is RSA_2048 and its key usage is ENCRYPT_DECRYPT");
    }

    private CoreFixture core(String key) {
        CoreFixture core = CoreFixture.open(directory.resolve("data"), clock -> digests(key, clock));
        core.spice().auditFiles().register(SINK);
        return core;
    }

    private DigestChain digests(String key, Clock clock) {
        try {
            Settings settings = Settings.read(
                    Path.of("config/application.properties"),
                    Map.of(),
                    Map.of(
                            Property.DATA_DIRECTORY.key(),
                                    directory.resolve("data").toString(),
                            Property.ACCOUNT_ID.key(), CoreFixture.ACCOUNT.id(),
                            Property.AUDIT_SIGNING_KEY.key(), key));
            Files.createDirectories(directory.resolve("data"));
            return DigestSigning.config(new AuditSettings(settings), clients, clock)
                    .digests();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver(CoreFixture core) {
        AuditFiles files = core.spice().auditFiles();
        files.closeNow();
        deliver(files);
    }

    private void deliver(AuditFiles files) {
        LogBucket bucket = new LogBucket(directory.resolve("data/audit"));
        for (Optional<AuditFiles.AuditFile> next = files.next(SINK, 1000);
                next.isPresent();
                next = files.next(SINK, 1000)) {
            AuditFiles.AuditFile file = next.get();
            bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
            files.delivered(SINK, file);
        }
        keep(files.head());
    }

    /** As 'spicerack audit head' prints it. */
    private void keep(TrailHead head) {
        ObjectNode printed = JsonNodeFactory.instance
                .objectNode()
                .put("digestFile", head.digest())
                .put("signature", head.signature().orElse(""));
        ArrayNode waiting = printed.putArray("waiting");
        head.waiting()
                .forEach(
                        (key, sha256) -> waiting.addObject().put("logFile", key).put("sha256", sha256));
        try {
            Files.writeString(directory.resolve("head.json"), printed.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int verify() {
        out.getBuffer().setLength(0);
        return new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(out, true))
                .execute(
                        "verify",
                        directory.resolve("data/audit").toString(),
                        "--public-keys",
                        directory.resolve("data/audit-signing/public-keys.json").toString(),
                        "--expect",
                        directory.resolve("head.json").toString());
    }

    private String newKey(KeySpec spec, KeyUsageType usage) {
        return clients.kms()
                .createKey(request -> request.keySpec(spec).keyUsage(usage))
                .keyMetadata()
                .arn();
    }
}
