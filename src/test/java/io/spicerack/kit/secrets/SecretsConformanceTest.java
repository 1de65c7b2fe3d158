package io.spicerack.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.kit.aws.ConformingAws;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** What Secrets Manager's reference says, asked with the AWS SDK alone. */
@Tag("conformance")
class SecretsConformanceTest {
    @RegisterExtension
    static final ConformingAws AWS = new ConformingAws();

    private final SecretsManagerClient secrets = AWS.secrets();
    private final String name = AWS.newSecretName();

    @Test
    void aSecretIsReadByItsNameAndByItsArn() {
        String arn = create("one").arn();
        assertThat(arn)
                .matches("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:" + name + "-[A-Za-z0-9]{6}");
        assertThat(value(name)).isEqualTo("one").isEqualTo(value(arn));
        assertCode("ResourceExistsException", () -> create("two"));
        assertCode("ResourceNotFoundException", () -> value(name + "-not-there"));
    }

    @Test
    void bytesAreKeptAsBytes() {
        SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, (byte) 0xff, 7});
        secrets.createSecret(request -> request.name(name).secretBinary(bytes));
        assertThat(secrets.getSecretValue(request -> request.secretId(name)).secretBinary())
                .isEqualTo(bytes);
    }

    @Test
    void aNewValueIsCurrentTheOneBeforeIsPreviousAndOlderOnesHaveNoStage() {
        String first = create("one").versionId();
        String second = secrets.putSecretValue(request -> request.secretId(name).secretString("two"))
                .versionId();
        assertThat(value(name)).isEqualTo("two");
        assertThat(staged("AWSPREVIOUS")).isEqualTo("one");
        secrets.putSecretValue(request -> request.secretId(name).secretString("three"));
        assertThat(staged("AWSPREVIOUS")).isEqualTo("two");
        var stages = secrets.describeSecret(request -> request.secretId(name)).versionIdsToStages();
        assertThat(stages.get(second)).containsExactly("AWSPREVIOUS");
        assertThat(stages).doesNotContainKey(first);
    }

    @Test
    void aPendingValueBecomesCurrentWhenItsLabelMoves() {
        String first = create("one").versionId();
        String pending = secrets.putSecretValue(
                        request -> request.secretId(name).secretString("two").versionStages("AWSPENDING"))
                .versionId();
        assertThat(value(name)).isEqualTo("one");
        assertThat(staged("AWSPENDING")).isEqualTo("two");
        secrets.updateSecretVersionStage(request -> request.secretId(name)
                .versionStage("AWSCURRENT")
                .moveToVersionId(pending)
                .removeFromVersionId(first));
        assertThat(value(name)).isEqualTo("two");
        assertThat(staged("AWSPREVIOUS")).isEqualTo("one");
        assertCode("ResourceNotFoundException", () -> staged("NO_SUCH_STAGE"));
    }

    @Test
    void theSameTokenIsARetryUnlessItsValueDiffers() {
        create("one");
        String token = UUID.randomUUID().toString();
        put("two", token);
        assertThat(put("two", token)).isEqualTo(token);
        assertCode("ResourceExistsException", () -> put("three", token));
        assertThat(value(name)).isEqualTo("two");
    }

    @Test
    void aDeletedSecretIsRefusedUntilItIsRestored() {
        create("one");
        assertCode(
                "InvalidParameterException",
                () -> secrets.deleteSecret(request -> request.secretId(name).recoveryWindowInDays(6L)));
        secrets.deleteSecret(request -> request.secretId(name).recoveryWindowInDays(7L));
        assertCode("InvalidRequestException", () -> value(name));
        assertCode("InvalidRequestException", () -> put("two", UUID.randomUUID().toString()));
        secrets.restoreSecret(request -> request.secretId(name));
        assertThat(value(name)).isEqualTo("one");
    }

    @Test
    void aBatchAnswersWithValuesAndErrors() {
        create("one");
        var batch = secrets.batchGetSecretValue(request -> request.secretIdList(name, name + "-not-there"));
        assertThat(batch.secretValues())
                .extracting(SecretValueEntry::secretString)
                .containsExactly("one");
        assertThat(batch.errors()).singleElement().satisfies(error -> assertThat(error.errorCode())
                .isEqualTo("ResourceNotFoundException"));
    }

    @Test
    void secretsAreListedPageByPage() {
        create("one");
        String second = AWS.newSecretName();
        secrets.createSecret(request -> request.name(second).secretString("two"));
        Set<String> listed = new HashSet<>();
        ListSecretsResponse page = secrets.listSecrets(request -> request.maxResults(1));
        assertThat(page.secretList()).hasSize(1);
        page.secretList().stream().map(SecretListEntry::name).forEach(listed::add);
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = secrets.listSecrets(request -> request.maxResults(100).nextToken(token));
            page.secretList().stream().map(SecretListEntry::name).forEach(listed::add);
        }
        assertThat(listed).contains(name, second);
    }

    @Test
    void aSecretCannotBeRotatedByNobody() {
        create("one");
        assertCode("InvalidRequestException", () -> secrets.rotateSecret(request -> request.secretId(name)));
    }

    @Test
    void tagsAreAddedAndRemoved() {
        create("one");
        secrets.tagResource(request -> request.secretId(name)
                .tags(software.amazon.awssdk.services.secretsmanager.model.Tag.builder()
                        .key("team")
                        .value("clinic")
                        .build()));
        assertThat(secrets.describeSecret(request -> request.secretId(name)).tags())
                .anyMatch(tag -> tag.key().equals("team") && tag.value().equals("clinic"));
        secrets.untagResource(request -> request.secretId(name).tagKeys(List.of("team")));
        assertThat(secrets.describeSecret(request -> request.secretId(name)).tags())
                .noneMatch(tag -> tag.key().equals("team"));
    }

    private static void assertCode(String code, Supplier<?> call) {
        assertThatThrownBy(call::get).isInstanceOfSatisfying(SecretsManagerException.class, refused -> assertThat(
                        refused.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    private CreateSecretResponse create(String value) {
        return secrets.createSecret(request -> request.name(name).secretString(value));
    }

    private String put(String value, String token) {
        return secrets.putSecretValue(
                        request -> request.secretId(name).secretString(value).clientRequestToken(token))
                .versionId();
    }

    private String value(String id) {
        return secrets.getSecretValue(request -> request.secretId(id)).secretString();
    }

    private String staged(String stage) {
        return secrets.getSecretValue(request -> request.secretId(name).versionStage(stage))
                .secretString();
    }
}
