package io.spicerack.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.kit.aws.AwsUnderTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.EncryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidNextTokenException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.secretsmanager.model.PublicPolicyException;
import software.amazon.awssdk.services.secretsmanager.model.ReplicaRegionType;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.SortByType;
import software.amazon.awssdk.services.secretsmanager.model.SortOrderType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

class SecretsTest {
    private static final String MARKED =
            "You can't perform this operation on the secret because it was marked for deletion.";

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final SecretsManagerClient secrets = AWS.secrets();
    private final String name = "hospital/db-" + UUID.randomUUID();

    @Test
    void aSecretIsReadByNameArnAndPartialArn() {
        CreateSecretResponse made = create("first");

        assertThat(made.arn())
                .matches("arn:aws:secretsmanager:eu-west-1:111122223333:secret:" + name + "-[A-Za-z0-9]{6}");
        String partial = made.arn().substring(0, made.arn().length() - 7);
        for (String id : List.of(name, made.arn(), partial)) {
            GetSecretValueResponse value = get(id);
            assertThat(value.secretString()).isEqualTo("first");
            assertThat(value.arn()).isEqualTo(made.arn());
            assertThat(value.name()).isEqualTo(name);
            assertThat(value.versionId()).isEqualTo(made.versionId());
            assertThat(value.versionStages()).containsExactly("AWSCURRENT");
            assertThat(value.createdDate()).isNotNull();
        }
        assertThatThrownBy(() -> get(partial + "-XXXXXX"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith("Secrets Manager can't find the specified secret.");
    }

    @Test
    void bytesAreKeptAsBytes() {
        SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, -1, 7});

        secrets.createSecret(request -> request.name(name).secretBinary(bytes));

        assertThat(get(name).secretBinary()).isEqualTo(bytes);
        assertThat(get(name).secretString()).isNull();
    }

    @Test
    void aNewValueIsCurrentAndTheOldOneIsPrevious() {
        String first = create("first").versionId();
        String second = put("second");
        String third = put("third");

        assertThat(get(name).secretString()).isEqualTo("third");
        assertThat(secrets.getSecretValue(request -> request.secretId(name).versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("second");
        assertThat(secrets.getSecretValue(request -> request.secretId(name).versionId(first))
                        .secretString())
                .isEqualTo("first");
        assertThat(secrets.listSecretVersionIds(request -> request.secretId(name))
                        .versions())
                .extracting(SecretVersionsListEntry::versionId)
                .containsExactlyInAnyOrder(second, third);
        assertThat(secrets.listSecretVersionIds(
                                request -> request.secretId(name).includeDeprecated(true))
                        .versions())
                .hasSize(3);
    }

    @Test
    void aPendingValueIsNotCurrentUntilItsLabelMoves() {
        String first = create("first").versionId();
        String pending = secrets.putSecretValue(
                        request -> request.secretId(name).secretString("next").versionStages("AWSPENDING"))
                .versionId();

        assertThat(get(name).secretString()).isEqualTo("first");
        assertThatThrownBy(() -> secrets.updateSecretVersionStage(request ->
                        request.secretId(name).versionStage("AWSCURRENT").moveToVersionId(pending)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("currently attached to version " + first);
        secrets.updateSecretVersionStage(request -> request.secretId(name)
                .versionStage("AWSCURRENT")
                .removeFromVersionId(first)
                .moveToVersionId(pending));

        assertThat(get(name).secretString()).isEqualTo("next");
        assertThat(secrets.describeSecret(request -> request.secretId(name)).versionIdsToStages())
                .containsEntry(first, List.of("AWSPREVIOUS"));
    }

    @Test
    void theSameTokenWithTheSameValueIsARetryAndWithAnotherIsRefused() {
        create("first");
        String token = UUID.randomUUID().toString();

        for (int i = 0; i < 2; i++) {
            assertThat(secrets.putSecretValue(request -> request.secretId(name)
                                    .secretString("second")
                                    .clientRequestToken(token))
                            .versionId())
                    .isEqualTo(token);
        }
        assertThatThrownBy(() -> secrets.putSecretValue(
                        request -> request.secretId(name).secretString("third").clientRequestToken(token)))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageStartingWith("A version with the ID " + token + " already exists and holds another value.");
    }

    @Test
    void aNameIsTakenOnce() {
        create("first");

        assertThatThrownBy(() -> create("second"))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageStartingWith("The operation failed because the secret " + name + " already exists.");
    }

    @Test
    void aMissingSecretStageOrVersionIsNotFound() {
        assertThatThrownBy(() -> get(name))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith("Secrets Manager can't find the specified secret.");
        secrets.createSecret(request -> request.name(name));
        assertThatThrownBy(() -> get(name))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith(
                        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
        String version = UUID.randomUUID().toString();
        assertThatThrownBy(() ->
                        secrets.getSecretValue(request -> request.secretId(name).versionId(version)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith(
                        "Secrets Manager can't find the specified secret value for VersionId: " + version);
    }

    @Test
    void aDeletedSecretIsRefusedUntilItIsRestored() {
        create("first");

        assertThat(secrets.deleteSecret(request -> request.secretId(name).recoveryWindowInDays(7L))
                        .deletionDate())
                .isNotNull();

        assertThatThrownBy(() -> get(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(MARKED);
        assertThatThrownBy(() -> create("second"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("You can't create this secret because a secret with this name is already");
        assertThat(secrets.describeSecret(request -> request.secretId(name)).deletedDate())
                .isNotNull();
        secrets.restoreSecret(request -> request.secretId(name));
        assertThat(get(name).secretString()).isEqualTo("first");
    }

    @Test
    void aSecretDeletedByForceIsGoneAtOnce() {
        create("first");

        secrets.deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true));

        assertThatThrownBy(() -> get(name)).isInstanceOf(ResourceNotFoundException.class);
        create("second");
        assertThatThrownBy(() -> secrets.deleteSecret(request ->
                        request.secretId(name).forceDeleteWithoutRecovery(true).recoveryWindowInDays(7L)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("You can't use ForceDeleteWithoutRecovery in conjunction with");
    }

    @Test
    void aValueUnderACustomersKeyOpensOnlyWhileTheKeyIsEnabled() {
        String key = AWS.newKey();
        secrets.createSecret(request -> request.name(name).kmsKeyId(key).secretString("sealed"));
        assertThat(get(name).secretString()).isEqualTo("sealed");

        AWS.kms().disableKey(request -> request.keyId(key));

        assertThatThrownBy(() -> get(name))
                .isInstanceOf(DecryptionFailureException.class)
                .hasMessageStartingWith("Secrets Manager can't decrypt the protected secret text using the provided KMS"
                        + " key: " + key + " is disabled.");
        assertThatThrownBy(() -> put("next"))
                .isInstanceOf(EncryptionFailureException.class)
                .hasMessageContaining(key + " is disabled.");
    }

    @Test
    void aBatchAnswersWithValuesAndErrors() {
        create("first");

        BatchGetSecretValueResponse batch =
                secrets.batchGetSecretValue(request -> request.secretIdList(name, "nobody/has-this"));

        assertThat(batch.secretValues()).singleElement().satisfies(value -> assertThat(value.secretString())
                .isEqualTo("first"));
        assertThat(batch.errors()).singleElement().satisfies(error -> {
            assertThat(error.secretId()).isEqualTo("nobody/has-this");
            assertThat(error.errorCode()).isEqualTo("ResourceNotFoundException");
        });
        assertThat(secrets.batchGetSecretValue(request -> request.filters(List.of(byName())))
                        .secretValues())
                .hasSize(1);
        assertThatThrownBy(() -> secrets.batchGetSecretValue(request -> {}))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Either a SecretIdList of 1 to 20 secrets or Filters must be provided");
    }

    @Test
    void anUpdateChangesDescriptionAndValue() {
        create("first");

        secrets.updateSecret(
                request -> request.secretId(name).description("for the ward").secretString("second"));
        secrets.updateSecret(request -> request.secretId(name).description("for the wards"));

        assertThat(secrets.describeSecret(request -> request.secretId(name)).description())
                .isEqualTo("for the wards");
        assertThat(get(name).secretString()).isEqualTo("second");
    }

    @Test
    void secretsAreListedPageByPageAndByName() {
        create("first");
        secrets.createSecret(request -> request.name(name + "-other").secretString("value"));

        assertThat(secrets.listSecretsPaginator(request -> request.maxResults(1).filters(List.of(byName()))).stream()
                        .flatMap(page -> page.secretList().stream())
                        .map(SecretListEntry::name))
                .containsExactly(name, name + "-other");
    }

    @Test
    void tagsAreAddedAndRemoved() {
        create("first");

        secrets.tagResource(request -> request.secretId(name).tags(tag("team", "data"), tag("ward", "3")));
        secrets.untagResource(request -> request.secretId(name).tagKeys("team"));

        assertThat(secrets.describeSecret(request -> request.secretId(name)).tags())
                .containsExactly(tag("ward", "3"));
    }

    @Test
    void aDenyingResourcePolicyIsHonouredUntilItIsDeleted() {
        create("first");
        String policy = "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}";

        secrets.putResourcePolicy(request -> request.secretId(name).resourcePolicy(policy));

        assertThat(secrets.getResourcePolicy(request -> request.secretId(name)).resourcePolicy())
                .isEqualTo(policy);
        assertThatThrownBy(() -> get(name))
                .isInstanceOf(SecretsManagerException.class)
                .hasMessageContaining(
                        "is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:")
                .extracting(e -> ((SecretsManagerException) e).awsErrorDetails().errorCode())
                .isEqualTo("AccessDeniedException");
        secrets.deleteResourcePolicy(request -> request.secretId(name));
        assertThat(get(name).secretString()).isEqualTo("first");
        assertThatThrownBy(() -> secrets.putResourcePolicy(
                        request -> request.secretId(name).resourcePolicy("no JSON")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void rotationIsRefusedWithTheReason() {
        create("first");

        assertThatThrownBy(() -> secrets.rotateSecret(request -> request.secretId(name)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("The local Secrets Manager has no Lambda function to rotate " + name);
    }

    @Test
    void badValuesAndNamesAreRefused() {
        create("first");

        assertThatThrownBy(() -> secrets.putSecretValue(request -> request.secretId(name)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("You must provide either SecretString or SecretBinary.");
        assertThatThrownBy(() -> put("x".repeat(65_537)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("SecretString has 65537 bytes; 1 to 65536 are allowed.");
        assertThatThrownBy(() ->
                        secrets.createSecret(request -> request.name("a name").secretString("value")))
                .isInstanceOf(SecretsManagerException.class)
                .hasMessageStartingWith("Invalid name 'a name'.");
    }

    @Test
    void whatIsNotThereIsGoneAlreadyForWhoeverForcesItsDeletion() {
        DeleteSecretResponse gone =
                secrets.deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true));
        assertThat(gone.name()).isEqualTo(name);
        assertThat(gone.deletionDate()).isNotNull();
        assertThatThrownBy(() -> secrets.deleteSecret(request -> request.secretId(name)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void theFirstVersionIsCurrentWhateverElseItIs() {
        secrets.createSecret(request -> request.name(name));
        assertThat(secrets.putSecretValue(request ->
                                request.secretId(name).secretString("a").versionStages("AWSPENDING"))
                        .versionStages())
                .containsExactlyInAnyOrder("AWSCURRENT", "AWSPENDING");
        assertThat(get(name).secretString()).isEqualTo("a");
        assertThat(secrets.putSecretValue(request ->
                                request.secretId(name).secretString("b").versionStages("AWSPENDING"))
                        .versionStages())
                .containsExactly("AWSPENDING");
        assertThat(get(name).secretString()).isEqualTo("a");
    }

    @Test
    void secretsAreListedInTheOrderThatIsAskedFor() {
        for (String last : List.of("b", "a", "c")) {
            secrets.createSecret(request -> request.name(name + "/" + last).secretString("x"));
        }
        assertThat(listed(SortByType.NAME, SortOrderType.ASC)).containsExactly("a", "b", "c");
        assertThat(listed(SortByType.NAME, SortOrderType.DESC)).containsExactly("c", "b", "a");
        assertThat(listed(SortByType.CREATED_DATE, SortOrderType.ASC)).containsExactly("b", "a", "c");
        assertThat(listed(SortByType.CREATED_DATE, SortOrderType.DESC)).containsExactly("c", "a", "b");
        secrets.updateSecret(request -> request.secretId(name + "/a").description("changed"));
        assertThat(listed(SortByType.LAST_CHANGED_DATE, SortOrderType.DESC)).startsWith("a");
        assertThatThrownBy(() -> listed(SortByType.LAST_ACCESSED_DATE, SortOrderType.ASC))
                .isInstanceOf(InvalidParameterException.class);
    }

    /** In pages of one, so that each marker is tried. */
    private List<String> listed(SortByType by, SortOrderType order) {
        return secrets
                .listSecretsPaginator(request -> request.sortBy(by)
                        .sortOrder(order)
                        .maxResults(1)
                        .filters(Filter.builder()
                                .key(FilterNameStringType.NAME)
                                .values(name + "/")
                                .build()))
                .stream()
                .flatMap(page -> page.secretList().stream())
                .map(secret -> secret.name().substring(name.length() + 1))
                .toList();
    }

    @Test
    void aDescriptionIsFoundByItsBeginningAndAllByTheirWords() {
        secrets.createSecret(request -> request.name(name).description("Billing of the North"));
        assertThat(found(FilterNameStringType.DESCRIPTION, "billing")).containsExactly(name);
        assertThat(found(FilterNameStringType.DESCRIPTION, "North")).isEmpty();
        assertThat(found(FilterNameStringType.ALL, "north billing")).containsExactly(name);
        assertThat(found(FilterNameStringType.ALL, "north pole")).isEmpty();
        assertThat(found(FilterNameStringType.PRIMARY_REGION, "eu")).isEmpty();
    }

    private List<String> found(FilterNameStringType key, String value) {
        return secrets
                .listSecrets(request -> request.filters(
                        Filter.builder().key(key).values(value).build(),
                        Filter.builder()
                                .key(FilterNameStringType.NAME)
                                .values(name)
                                .build()))
                .secretList()
                .stream()
                .map(SecretListEntry::name)
                .toList();
    }

    @Test
    void whatIsNotServedIsRefusedAndNotLeftOut() {
        assertThatThrownBy(() -> secrets.createSecret(request -> request.name(name)
                        .secretString("a")
                        .addReplicaRegions(
                                ReplicaRegionType.builder().region("us-east-1").build())))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("The local AWS does not serve the member AddReplicaRegions of CreateSecret");
        create("a");
        assertThatThrownBy(() -> secrets.batchGetSecretValue(
                        request -> request.secretIdList(name).maxResults(1)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> secrets.listSecrets(request -> request.nextToken("Ym9ndXM")))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(
                        () -> secrets.putResourcePolicy(
                                request -> request.secretId(name)
                                        .blockPublicPolicy(true)
                                        .resourcePolicy(
                                                """
                        {"Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""")))
                .isInstanceOf(PublicPolicyException.class);
    }

    private CreateSecretResponse create(String value) {
        return secrets.createSecret(request -> request.name(name).secretString(value));
    }

    private String put(String value) {
        return secrets.putSecretValue(request -> request.secretId(name).secretString(value))
                .versionId();
    }

    private GetSecretValueResponse get(String id) {
        return secrets.getSecretValue(request -> request.secretId(id));
    }

    private Filter byName() {
        return Filter.builder().key(FilterNameStringType.NAME).values(name).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
