package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.kit.state.RootKey;
import io.spicerack.model.KeyState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

@TakesLong
class KmsKeysTest {
    private static final String NOBODYS_KEY = "00000000-0000-4000-8000-000000000000";

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final KmsClient kms = AWS.kms();

    @Test
    void aNewKeyIsEnabledAndSymmetric() {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());

        KeyMetadata key =
                kms.createKey(request -> request.description("for patients")).keyMetadata();

        assertThat(key.arn()).isEqualTo("arn:aws:kms:eu-west-1:111122223333:key/" + key.keyId());
        assertThat(key.keyStateAsString()).isEqualTo("Enabled");
        assertThat(key.enabled()).isTrue();
        assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
        assertThat(key.description()).isEqualTo("for patients");
        assertThat(key.awsAccountId()).isEqualTo("111122223333");
        assertThat(key.encryptionAlgorithmsAsStrings()).containsExactly("SYMMETRIC_DEFAULT");
        assertThat(key.currentKeyMaterialId()).matches("[0-9a-f]{64}");
        assertThat(key.creationDate()).isBetween(before.minusMillis(1), before.plusSeconds(60));
        assertThat(kms.describeKey(request -> request.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
    }

    @Test
    void anUnknownKeyIsNotFoundByItsArn() {
        assertThatThrownBy(() -> kms.describeKey(request -> request.keyId(NOBODYS_KEY)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith(
                        "Key 'arn:aws:kms:eu-west-1:111122223333:key/" + NOBODYS_KEY + "' does not exist");
    }

    @Test
    void aWordThatIsNoKeyIdIsNotFound() {
        assertThatThrownBy(() -> kms.describeKey(request -> request.keyId("patients")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Invalid keyId 'patients'");
    }

    @Test
    void anArnOfAnotherRegionIsNotFound() {
        assertThatThrownBy(() -> kms.describeKey(
                        request -> request.keyId("arn:aws:kms:us-east-1:111122223333:key/" + NOBODYS_KEY)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Invalid arn arn:aws:kms:us-east-1");
    }

    @Test
    void aMissingKeyIdIsAValidationError() {
        assertThatThrownBy(() -> kms.describeKey(request -> {}))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith(
                        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint:"
                                + " Member must not be null");
    }

    @Test
    void aDisabledKeyIsRefusedWithItsArnUntilItIsEnabled() {
        String arn = AWS.newKey();

        kms.disableKey(request -> request.keyId(arn));

        assertThat(describe(arn).keyStateAsString()).isEqualTo("Disabled");
        assertThat(describe(arn).enabled()).isFalse();
        assertThatThrownBy(() -> dataKey(arn))
                .isInstanceOf(DisabledException.class)
                .hasMessageStartingWith(arn + " is disabled.");
        kms.enableKey(request -> request.keyId(arn));
        dataKey(arn);
    }

    @Test
    void aKeyPendingDeletionIsRefusedAndCancellingLeavesItDisabled() {
        String arn = AWS.newKey();

        ScheduleKeyDeletionResponse scheduled =
                kms.scheduleKeyDeletion(request -> request.keyId(arn).pendingWindowInDays(7));

        assertThat(scheduled.keyStateAsString()).isEqualTo("PendingDeletion");
        assertThat(describe(arn).deletionDate()).isEqualTo(scheduled.deletionDate());
        assertThat(describe(arn).pendingDeletionWindowInDays()).isEqualTo(7);
        assertThatThrownBy(() -> dataKey(arn))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageStartingWith(arn + " is pending deletion.");
        assertThatThrownBy(() -> kms.enableKey(request -> request.keyId(arn)))
                .isInstanceOf(KmsInvalidStateException.class);
        kms.cancelKeyDeletion(request -> request.keyId(arn));
        assertThat(describe(arn).keyStateAsString()).isEqualTo("Disabled");
    }

    @Test
    void cancellingADeletionThatIsNotPendingIsRefused() {
        String arn = AWS.newKey();

        assertThatThrownBy(() -> kms.cancelKeyDeletion(request -> request.keyId(arn)))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageStartingWith(arn + " is not pending deletion.");
    }

    @Test
    void aWindowOutsideSevenToThirtyDaysIsRefused() {
        String arn = AWS.newKey();

        assertThatThrownBy(() ->
                        kms.scheduleKeyDeletion(request -> request.keyId(arn).pendingWindowInDays(6)))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith(
                        "1 validation error detected: Value '6' at 'pendingWindowInDays' failed to satisfy"
                                + " constraint: Member must have value greater than or equal to 7");
    }

    @Test
    void anAsymmetricKeyIsMadeButDoesNotEncrypt() {
        String signing = kms.createKey(
                        request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata()
                .arn();
        String encrypting = kms.createKey(
                        request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.ENCRYPT_DECRYPT))
                .keyMetadata()
                .arn();

        assertThatThrownBy(() -> dataKey(signing))
                .isInstanceOf(InvalidKeyUsageException.class)
                .hasMessageStartingWith(signing + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
        assertThatThrownBy(() -> dataKey(encrypting))
                .isInstanceOf(InvalidKeyUsageException.class)
                .hasMessageStartingWith(encrypting + " key spec is RSA_2048 which is not valid for GenerateDataKey");
    }

    @Test
    void aSpecAndAUsageThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> kms.createKey(
                        request -> request.keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.SIGN_VERIFY)))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith("KeyUsage SIGN_VERIFY is not compatible with KeySpec HMAC_256");
    }

    @Test
    void importedKeyMaterialIsNotSupported() {
        assertThatThrownBy(() -> kms.createKey(request -> request.origin(OriginType.EXTERNAL)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("makes keys of Origin AWS_KMS");
    }

    @Test
    void keysAreListedPageByPage() {
        List<String> made = List.of(AWS.newKey(), AWS.newKey(), AWS.newKey());

        List<String> listed = kms.listKeysPaginator(request -> request.limit(2)).keys().stream()
                .map(KeyListEntry::keyArn)
                .toList();

        assertThat(listed).containsAll(made).doesNotHaveDuplicates();
        assertThat(kms.listKeys(request -> request.limit(2)).truncated()).isTrue();
        assertThatThrownBy(() -> kms.listKeys(request -> request.marker("?")))
                .isInstanceOf(InvalidMarkerException.class);
    }

    @Test
    void aDescriptionCanBeChanged() {
        String arn = AWS.newKey();

        kms.updateKeyDescription(request -> request.keyId(arn).description("second"));

        assertThat(describe(arn).description()).isEqualTo("second");
    }

    @Test
    void aKeyIsGoneWhenItsWaitingTimeIsOver(@TempDir Path directory) throws Exception {
        Clock clock = Clock.systemUTC();
        RootKey root = RootKey.in(directory, new SecureRandom());
        KmsState state = new KmsState(directory.resolve("kms"), root, AwsUnderTest.ACCOUNT, clock);
        Instant deletion = clock.instant().plus(7, ChronoUnit.DAYS);
        state.put(new KmsKey(
                new KmsKey.Identity(
                        NOBODYS_KEY,
                        state.arn("key/" + NOBODYS_KEY),
                        io.spicerack.kit.kms.KeySpec.SYMMETRIC_DEFAULT,
                        io.spicerack.kit.kms.KeySpec.KeyUsage.ENCRYPT_DECRYPT,
                        clock.instant()),
                "",
                new KmsKey.Status(KeyState.PendingDeletion, deletion, 7),
                KmsPolicies.defaultPolicy(AwsUnderTest.ACCOUNT),
                Map.of(),
                List.of(KmsKeyMaterial.fresh(clock.instant(), new SecureRandom())),
                null,
                KmsKey.Rotation.OFF));

        KmsState later = new KmsState(
                directory.resolve("kms"), root, AwsUnderTest.ACCOUNT, Clock.offset(clock, Duration.ofDays(8)));

        assertThat(later.keys()).isEmpty();
        assertThat(AwsUnderTest.filesIn(directory.resolve("kms"))).isEmpty();
        assertThatThrownBy(() -> later.key(NOBODYS_KEY)).hasMessageEndingWith("does not exist");
    }

    private KeyMetadata describe(String arn) {
        return kms.describeKey(request -> request.keyId(arn)).keyMetadata();
    }

    private SdkBytes dataKey(String arn) {
        return kms.generateDataKey(request -> request.keyId(arn).keySpec(DataKeySpec.AES_256))
                .ciphertextBlob();
    }

    @Test
    void rotationsComeInPagesAndTheFirstMaterialWhereItIsAskedFor() {
        String key = AWS.newKey();
        for (int i = 0; i < 3; i++) {
            kms.rotateKeyOnDemand(request -> request.keyId(key));
        }
        ListKeyRotationsResponse first =
                kms.listKeyRotations(request -> request.keyId(key).limit(2));
        assertThat(first.rotations()).hasSize(2);
        assertThat(first.truncated()).isTrue();
        ListKeyRotationsResponse rest =
                kms.listKeyRotations(request -> request.keyId(key).limit(2).marker(first.nextMarker()));
        assertThat(rest.rotations()).singleElement().satisfies(rotation -> assertThat(
                        rotation.keyMaterialStateAsString())
                .isEqualTo("CURRENT"));
        assertThat(kms.listKeyRotations(request -> request.keyId(key).includeKeyMaterial("ALL_KEY_MATERIAL"))
                        .rotations())
                .hasSize(4)
                .first()
                .satisfies(material -> assertThat(material.rotationDate()).isNull());
    }

    /** A marker is good for the list that gave it. */
    @Test
    void aMarkerOfNoListIsRefused() {
        String key = AWS.newKey();
        for (String marker : List.of("bogus", "Ym9ndXM", "a2V5")) {
            assertThatThrownBy(() -> kms.listKeys(request -> request.marker(marker)))
                    .isInstanceOf(InvalidMarkerException.class);
            assertThatThrownBy(() ->
                            kms.listKeyPolicies(request -> request.keyId(key).marker(marker)))
                    .isInstanceOf(InvalidMarkerException.class);
            assertThatThrownBy(() ->
                            kms.listKeyRotations(request -> request.keyId(key).marker(marker)))
                    .isInstanceOf(InvalidMarkerException.class);
        }
        AWS.newKey();
        String marker = kms.listKeys(request -> request.limit(1)).nextMarker();
        assertThatThrownBy(() -> kms.listAliases(request -> request.marker(marker)))
                .isInstanceOf(InvalidMarkerException.class);
    }

    @Test
    void whatIsNotServedIsRefusedAndNotLeftOut() {
        assertThatThrownBy(() -> kms.createKey(request -> request.xksKeyId("mine")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("The local AWS does not serve the member XksKeyId of CreateKey");
        assertThatThrownBy(() ->
                        kms.generateRandom(request -> request.numberOfBytes(8).customKeyStoreId("cks-1")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() ->
                        kms.describeKey(request -> request.keyId(AWS.newKey()).grantTokens("no-token")))
                .isInstanceOf(InvalidGrantTokenException.class);
    }
}
