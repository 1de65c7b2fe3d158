package io.spicerack.kit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.state.LocalAwsException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

@TakesLong
class LocalAwsTest {
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final String ALIAS = "alias/hospital";

    @TempDir
    Path directory = Path.of("never-used");

    @Test
    void aRestartKeepsKeysGrantsAliasesAndSecrets() {
        SdkBytes blob;
        try (LocalAws aws = start(directory)) {
            blob = fill(aws);
        }

        try (LocalAws again = start(directory)) {
            checkContent(again, blob);
        }
    }

    /** In the protocol that the request is in, and not as STS or S3. */
    @Test
    void aServiceThatIsNotThereIsNamed() throws Exception {
        try (LocalAws aws = start(directory)) {
            String form = "application/x-www-form-urlencoded";
            assertThat(sent(aws, "iam", form, "Action=ListUsers"))
                    .startsWith("400 <ErrorResponse")
                    .contains("<Code>UnknownOperationException</Code>", "The local AWS has no service 'iam'; it has [");
            assertThat(sent(aws, "lambda", "application/json", ""))
                    .startsWith("400 {\"__type\":\"UnknownOperationException\"")
                    .contains("The local AWS has no service 'lambda'");
            assertThat(sent(aws, "sts", form, "Action=GetCallerIdentity")).contains("InvalidClientTokenId");
        }
    }

    private static String sent(LocalAws aws, String service, String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(aws.endpoint())
                .header("Content-Type", contentType)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIANOBODY/20261130/eu-west-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=" + "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void whatACallerHasHeardOfSurvivesAKill(@TempDir Path copies) throws Exception {
        try (LocalAws aws = start(directory)) {
            SdkBytes blob = fill(aws);

            Path copy = copies.resolve("as-a-kill-leaves-it");
            copyOf(directory, copy);

            try (LocalAws again = start(copy)) {
                checkContent(again, blob);
            }
        }
    }

    @Test
    void noSecretAndNoKeyIsReadableInTheDataDirectory() throws Exception {
        byte[] dataKey;
        try (LocalAws aws = start(directory)) {
            fill(aws);
            try (KmsClient kms = AwsUnderTest.kms(aws.endpoint())) {
                dataKey = kms.generateDataKey(request -> request.keyId(ALIAS).numberOfBytes(32))
                        .plaintext()
                        .asByteArray();
            }
        }
        String base64 = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));

        assertThat(AwsUnderTest.filesIn(directory)).hasSizeGreaterThan(4).allSatisfy(file -> {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (!file.startsWith(directory.resolve("cloudtrail"))) {
                // CloudTrail's records name what a call was about
                assertThat(content).doesNotContain("hospital");
            }
            assertThat(content)
                    .doesNotContain(PASSWORD)
                    .doesNotContain(base64)
                    .doesNotContain("materials")
                    .doesNotContain(new String(dataKey, StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void everyFileOfTheStateIsItsOwnersOnly() throws Exception {
        try (LocalAws aws = start(directory)) {
            fill(aws);
        }

        assertThat(AwsUnderTest.filesIn(directory)).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void aChangedStateFileStopsTheStart() throws Exception {
        try (LocalAws aws = start(directory)) {
            fill(aws);
        }
        Path file = AwsUnderTest.filesIn(directory.resolve("secrets")).get(0);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(LocalAwsException.class)
                .hasMessage(file + " does not open under the root key: it was changed, or belongs to another directory;"
                        + " put back the right file or delete it");
    }

    @Test
    void twoStateFilesCannotChangePlaces() throws Exception {
        try (LocalAws aws = start(directory);
                SecretsManagerClient secrets = AwsUnderTest.secrets(aws.endpoint())) {
            secrets.createSecret(request -> request.name("one").secretString("1"));
            secrets.createSecret(request -> request.name("two").secretString("2"));
        }
        var files = AwsUnderTest.filesIn(directory.resolve("secrets"));
        byte[] first = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Files.readAllBytes(files.get(1)));
        Files.write(files.get(1), first);

        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(LocalAwsException.class)
                .hasMessageContaining("does not open under the root key");
    }

    @Test
    void aMissingOrOpenRootKeyStopsTheStart() throws Exception {
        try (LocalAws aws = start(directory)) {
            fill(aws);
        }
        Path root = directory.resolve("root.key");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(LocalAwsException.class)
                .hasMessage("The root key file " + root + " can be used by others than its owner; chmod 600 it");
        Files.delete(root);
        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(LocalAwsException.class)
                .hasMessage("The root key file " + root + " is missing, so the state beside it cannot be opened;"
                        + " put it back, or empty the directory to begin anew");
    }

    @Test
    void aHalfWrittenFileIsSweptAway() throws Exception {
        try (LocalAws aws = start(directory)) {
            fill(aws);
        }
        Path staged = directory.resolve("secrets/half.sealed.staged");
        Files.writeString(staged, "half");

        try (LocalAws again = start(directory)) {
            assertThat(again.endpoint()).isNotNull();
            assertThat(staged).doesNotExist();
        }
    }

    @Test
    void aTakenPortIsNamedWithTheWayOut(@TempDir Path other) {
        try (LocalAws aws = start(directory)) {
            int port = aws.endpoint().getPort();

            assertThatThrownBy(() -> LocalAws.start(AwsUnderTest.config(other, port)))
                    .isInstanceOf(LocalAwsException.class)
                    .hasMessageContaining("The local AWS cannot listen on 127.0.0.1 port " + port)
                    .hasMessageContaining(
                            "Stop the program that uses it, or choose another port (0 takes any free one)");
        }
    }

    @Test
    void oneDirectoryServesOneLocalAws() {
        try (LocalAws aws = start(directory)) {
            assertThat(aws.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> start(directory))
                    .isInstanceOf(LocalAwsException.class)
                    .hasMessage("The data directory " + directory + " is in use by another local AWS; stop that one, or"
                            + " choose another directory");
        }
    }

    @Test
    void aConfigurationPrintsNoSecret() {
        assertThat(AwsUnderTest.config(directory, 0).toString())
                .doesNotContain(AwsUnderTest.SECRET_ACCESS_KEY)
                .contains("redacted");
    }

    private static LocalAws start(Path directory) {
        return LocalAws.start(AwsUnderTest.config(directory, 0));
    }

    private static SdkBytes fill(LocalAws aws) {
        try (KmsClient kms = AwsUnderTest.kms(aws.endpoint());
                SecretsManagerClient secrets = AwsUnderTest.secrets(aws.endpoint())) {
            String key = kms.createKey().keyMetadata().keyId();
            kms.createAlias(request -> request.aliasName(ALIAS).targetKeyId(key));
            kms.createGrant(request -> request.keyId(key)
                    .name("patients")
                    .granteePrincipal("111122223333")
                    .operations(GrantOperation.DECRYPT));
            secrets.createSecret(request -> request.name("hospital/db").secretString(PASSWORD));
            return kms.encrypt(request -> request.keyId(ALIAS).plaintext(SdkBytes.fromUtf8String("value")))
                    .ciphertextBlob();
        }
    }

    private static void checkContent(LocalAws aws, SdkBytes blob) {
        try (KmsClient kms = AwsUnderTest.kms(aws.endpoint());
                SecretsManagerClient secrets = AwsUnderTest.secrets(aws.endpoint())) {
            String key = kms.describeKey(request -> request.keyId(ALIAS))
                    .keyMetadata()
                    .keyId();
            assertThat(kms.decrypt(request -> request.ciphertextBlob(blob))
                            .plaintext()
                            .asUtf8String())
                    .isEqualTo("value");
            assertThat(kms.listGrants(request -> request.keyId(key)).grants()).hasSize(1);
            assertThat(secrets.getSecretValue(request -> request.secretId("hospital/db"))
                            .secretString())
                    .isEqualTo(PASSWORD);
        }
    }

    private static void copyOf(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
