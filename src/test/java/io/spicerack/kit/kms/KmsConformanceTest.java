package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.ConformingAws;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;

/** What KMS's reference says of keys and of what is done with them, asked with the AWS SDK alone. */
@TakesLong
@Tag("conformance")
class KmsConformanceTest {
    @RegisterExtension
    static final ConformingAws AWS = new ConformingAws();

    private static final Map<String, String> CONTEXT = Map.of("aws:quicksight:arn", "arn:aws:quicksight:::dataset/a");
    private static final Map<String, String> OTHER = Map.of("aws:quicksight:arn", "arn:aws:quicksight:::dataset/b");
    private static final String KEY = AWS.newKey();
    private static final String SECOND_KEY = AWS.newKey();

    private final KmsClient kms = AWS.kms();

    @Test
    void aNewKeyIsEnabledSymmetricAndTheCustomers() {
        KeyMetadata key = kms.describeKey(request -> request.keyId(KEY)).keyMetadata();
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(key.enabled()).isTrue();
        assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
        assertThat(key.encryptionAlgorithmsAsStrings()).containsExactly("SYMMETRIC_DEFAULT");
        assertThat(key.keyManagerAsString()).isEqualTo("CUSTOMER");
        assertThat(key.originAsString()).isEqualTo("AWS_KMS");
        assertThat(key.multiRegion()).isFalse();
        assertThat(key.arn()).matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/" + key.keyId());
    }

    @Test
    void keysAreListedPageByPage() {
        Set<String> listed = new HashSet<>();
        ListKeysResponse page = kms.listKeys(request -> request.limit(1));
        assertThat(page.keys()).hasSize(1);
        page.keys().stream().map(KeyListEntry::keyArn).forEach(listed::add);
        while (page.truncated()) {
            String marker = page.nextMarker();
            page = kms.listKeys(request -> request.limit(100).marker(marker));
            page.keys().stream().map(KeyListEntry::keyArn).forEach(listed::add);
        }
        assertThat(listed).contains(KEY, SECOND_KEY);
    }

    @Test
    void aKeyThatIsNotThereIsNotFound() {
        String nobodys = KEY.replaceFirst("key/.*", "key/" + UUID.randomUUID());
        assertCode("NotFoundException", () -> kms.describeKey(request -> request.keyId(nobodys)));
        assertCode("NotFoundException", () -> generate(nobodys));
    }

    @Test
    void aDataKeyOpensUnderItsContextAlone() {
        GenerateDataKeyResponse made = generate(KEY);
        assertThat(made.keyId()).isEqualTo(KEY);
        assertThat(made.plaintext().asByteArray()).hasSize(32);
        assertThat(open(made.ciphertextBlob(), CONTEXT)).isEqualTo(made.plaintext());
        assertCode("InvalidCiphertextException", () -> open(made.ciphertextBlob(), OTHER));
        assertCode("InvalidCiphertextException", () -> open(made.ciphertextBlob(), Map.of()));
    }

    @Test
    void aDataKeyHasOneKindOfLength() {
        assertThat(kms.generateDataKey(request -> request.keyId(KEY).numberOfBytes(1024))
                        .plaintext()
                        .asByteArray())
                .hasSize(1024);
        assertCode(
                "ValidationException",
                () -> kms.generateDataKey(
                        request -> request.keyId(KEY).numberOfBytes(32).keySpec(DataKeySpec.AES_256)));
        assertCode("ValidationException", () -> kms.generateDataKey(request -> request.keyId(KEY)));
        assertCode(
                "ValidationException",
                () -> kms.generateDataKey(request -> request.keyId(KEY).numberOfBytes(1025)));
    }

    @Test
    void encryptTakes4096Bytes() {
        assertThat(encrypt(KEY, 4096)).isNotNull();
        assertCode("ValidationException", () -> encrypt(KEY, 4097));
    }

    @Test
    void aCiphertextThatWasChangedOrIsUnderAnotherKeyDoesNotOpen() {
        SdkBytes blob = generate(KEY).ciphertextBlob();
        byte[] changed = blob.asByteArray();
        changed[changed.length - 1] ^= 1;
        assertCode("InvalidCiphertextException", () -> open(SdkBytes.fromByteArray(changed), CONTEXT));
        assertCode(
                "IncorrectKeyException",
                () -> kms.decrypt(request ->
                        request.keyId(SECOND_KEY).ciphertextBlob(blob).encryptionContext(CONTEXT)));
    }

    @Test
    void reEncryptMovesACiphertextToAnotherKeyAndContext() {
        GenerateDataKeyResponse made = generate(KEY);
        var moved = kms.reEncrypt(request -> request.ciphertextBlob(made.ciphertextBlob())
                .sourceEncryptionContext(CONTEXT)
                .destinationKeyId(SECOND_KEY)
                .destinationEncryptionContext(OTHER));
        assertThat(moved.sourceKeyId()).isEqualTo(KEY);
        assertThat(moved.keyId()).isEqualTo(SECOND_KEY);
        assertThat(open(moved.ciphertextBlob(), OTHER)).isEqualTo(made.plaintext());
        assertCode("InvalidCiphertextException", () -> open(moved.ciphertextBlob(), CONTEXT));
        assertCode(
                "InvalidCiphertextException",
                () -> kms.reEncrypt(request -> request.ciphertextBlob(made.ciphertextBlob())
                        .sourceEncryptionContext(OTHER)
                        .destinationKeyId(SECOND_KEY)));
    }

    @Test
    void aDisabledKeyRefusesEveryUseUntilItIsEnabled() {
        String key = AWS.newKey();
        SdkBytes blob = generate(key).ciphertextBlob();
        String grant = KmsGrantConformanceTest.grant(kms, key, CONTEXT, "kept").grantId();
        kms.disableKey(request -> request.keyId(key));

        assertCode("DisabledException", () -> open(blob, CONTEXT));
        assertCode("DisabledException", () -> generate(key));
        assertCode("DisabledException", () -> encrypt(key, 1));
        assertCode("DisabledException", () -> KmsGrantConformanceTest.grant(kms, key, CONTEXT, "new"));
        assertThatThrownBy(() -> generate(key)).hasMessageContaining(key + " is disabled.");
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.DISABLED);
        assertThat(kms.listGrants(request -> request.keyId(key)).grants()).hasSize(1);
        kms.retireGrant(request -> request.keyId(key).grantId(grant));

        kms.enableKey(request -> request.keyId(key));
        assertThat(open(blob, CONTEXT)).isNotNull();
    }

    @Test
    void aKeyPendingDeletionRefusesUseAndCancellingLeavesItDisabled() {
        String key = AWS.newKey();
        SdkBytes blob = generate(key).ciphertextBlob();
        assertCode(
                "ValidationException",
                () -> kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(6)));
        var scheduled = kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);

        assertThatThrownBy(() -> open(blob, CONTEXT))
                .isInstanceOfSatisfying(KmsException.class, refused -> assertThat(
                                refused.awsErrorDetails().errorCode())
                        .isIn("KMSInvalidStateException", "DisabledException"))
                .hasMessageContaining("pending deletion");
        assertCode("KMSInvalidStateException", () -> kms.enableKey(request -> request.keyId(key)));
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().deletionDate())
                .isEqualTo(scheduled.deletionDate());

        kms.cancelKeyDeletion(request -> request.keyId(key));
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.DISABLED);
        assertCode("KMSInvalidStateException", () -> kms.cancelKeyDeletion(request -> request.keyId(key)));
    }

    @Test
    void whatWasSealedBeforeARotationStillOpens() {
        GenerateDataKeyResponse made = generate(SECOND_KEY);
        kms.rotateKeyOnDemand(request -> request.keyId(SECOND_KEY));
        assertThat(open(made.ciphertextBlob(), CONTEXT)).isEqualTo(made.plaintext());
        kms.enableKeyRotation(request -> request.keyId(SECOND_KEY).rotationPeriodInDays(90));
        var status = kms.getKeyRotationStatus(request -> request.keyId(SECOND_KEY));
        assertThat(status.keyRotationEnabled()).isTrue();
        assertThat(status.rotationPeriodInDays()).isEqualTo(90);
        kms.disableKeyRotation(request -> request.keyId(SECOND_KEY));
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(SECOND_KEY))
                        .keyRotationEnabled())
                .isFalse();
    }

    @Test
    void anAliasNamesOneKeyAndMoves() {
        String alias = "alias/spicerack-conformance-" + UUID.randomUUID();
        kms.createAlias(request -> request.aliasName(alias).targetKeyId(KEY));
        assertCode(
                "AlreadyExistsException",
                () -> kms.createAlias(request -> request.aliasName(alias).targetKeyId(SECOND_KEY)));
        assertThat(generate(alias).keyId()).isEqualTo(KEY);
        kms.updateAlias(request -> request.aliasName(alias).targetKeyId(SECOND_KEY));
        assertThat(generate(alias).keyId()).isEqualTo(SECOND_KEY);
        assertThat(kms.listAliases(request -> request.keyId(SECOND_KEY)).aliases())
                .extracting(AliasListEntry::aliasName)
                .contains(alias);
        kms.deleteAlias(request -> request.aliasName(alias));
        assertCode("NotFoundException", () -> generate(alias));
    }

    @Test
    void anAsymmetricKeyMakesNoDataKeys() {
        String key = AWS.newKey(request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY));
        assertCode("InvalidKeyUsageException", () -> encrypt(key, 1));
        assertCode("InvalidKeyUsageException", () -> generate(key));
    }

    @Test
    void aDryRunSaysThatItWouldHaveSucceeded() {
        assertCode(
                "DryRunOperationException",
                () -> kms.generateDataKey(request ->
                        request.keyId(KEY).keySpec(DataKeySpec.AES_256).dryRun(true)));
    }

    @Test
    void aPolicyIsReadBackAndOneThatIsNoneIsMalformed() {
        String policy = kms.getKeyPolicy(request -> request.keyId(KEY)).policy();
        assertThat(policy).contains("kms:*");
        kms.putKeyPolicy(request -> request.keyId(KEY).policy(policy));
        assertCode(
                "MalformedPolicyDocumentException",
                () -> kms.putKeyPolicy(request -> request.keyId(KEY).policy("{\"Statement\": 7}")));
    }

    @Test
    void tagsAreAddedAndRemoved() {
        kms.tagResource(request -> request.keyId(KEY)
                .tags(software.amazon.awssdk.services.kms.model.Tag.builder()
                        .tagKey("team")
                        .tagValue("clinic")
                        .build()));
        assertThat(kms.listResourceTags(request -> request.keyId(KEY)).tags())
                .anyMatch(tag -> tag.tagKey().equals("team") && tag.tagValue().equals("clinic"));
        kms.untagResource(request -> request.keyId(KEY).tagKeys(List.of("team")));
        assertThat(kms.listResourceTags(request -> request.keyId(KEY)).tags())
                .noneMatch(tag -> tag.tagKey().equals("team"));
    }

    static void assertCode(String code, Supplier<?> call) {
        assertThatThrownBy(call::get).isInstanceOfSatisfying(KmsException.class, refused -> assertThat(
                        refused.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    private GenerateDataKeyResponse generate(String key) {
        return kms.generateDataKey(
                request -> request.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
    }

    private SdkBytes encrypt(String key, int bytes) {
        return kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[bytes])))
                .ciphertextBlob();
    }

    private SdkBytes open(SdkBytes blob, Map<String, String> context) {
        return kms.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(context))
                .plaintext();
    }
}
