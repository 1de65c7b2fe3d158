package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

@TakesLong
class KmsCryptoTest {
    private static final Map<String, String> PATIENTS =
            Map.of("aws:quicksight:arn", "arn:aws:quicksight:eu-west-1:111122223333:dataset/patients");

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final KmsClient kms = AWS.kms();
    private final String key = AWS.newKey();

    @Test
    void aDataKeyComesWithACiphertextThatOpensToIt() {
        GenerateDataKeyResponse dataKey = kms.generateDataKey(
                request -> request.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(PATIENTS));

        DecryptResponse opened = kms.decrypt(request ->
                request.keyId(key).ciphertextBlob(dataKey.ciphertextBlob()).encryptionContext(PATIENTS));

        assertThat(dataKey.plaintext().asByteArray()).hasSize(32);
        assertThat(dataKey.keyId()).isEqualTo(key);
        assertThat(opened.plaintext()).isEqualTo(dataKey.plaintext());
        assertThat(opened.keyId()).isEqualTo(key);
        assertThat(opened.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(opened.keyMaterialId()).isEqualTo(dataKey.keyMaterialId());
    }

    @Test
    void aDataKeyHasTheLengthThatWasAskedFor() {
        assertThat(kms.generateDataKey(request -> request.keyId(key).keySpec(DataKeySpec.AES_128))
                        .plaintext()
                        .asByteArray())
                .hasSize(16);
        assertThat(kms.generateDataKey(request -> request.keyId(key).numberOfBytes(1024))
                        .plaintext()
                        .asByteArray())
                .hasSize(1024);
        assertThatThrownBy(
                        () -> kms.generateDataKey(request -> request.keyId(key).numberOfBytes(1025)))
                .hasMessageContaining("Member must have value less than or equal to 1024");
        assertThatThrownBy(() -> kms.generateDataKey(request -> request.keyId(key)))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith("Please specify either number of bytes or key spec.");
        assertThatThrownBy(
                        () -> kms.generateDataKey(request -> request.keyId(key).keySpec("AES_512")))
                .hasMessageContaining("Member must satisfy enum value set: [AES_256, AES_128]");
    }

    @Test
    void aDataKeyWithoutPlaintextOpensLater() {
        SdkBytes blob = kms.generateDataKeyWithoutPlaintext(
                        request -> request.keyId(key).keySpec(DataKeySpec.AES_256))
                .ciphertextBlob();

        assertThat(kms.decrypt(request -> request.ciphertextBlob(blob))
                        .plaintext()
                        .asByteArray())
                .hasSize(32);
    }

    @Test
    void encryptTakesUpTo4096Bytes() {
        SdkBytes largest = SdkBytes.fromByteArray(new byte[4096]);

        SdkBytes blob =
                kms.encrypt(request -> request.keyId(key).plaintext(largest)).ciphertextBlob();

        assertThat(kms.decrypt(request -> request.ciphertextBlob(blob)).plaintext())
                .isEqualTo(largest);
        assertThatThrownBy(() ->
                        kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4097]))))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining(
                        "at 'plaintext' failed to satisfy constraint: Member must have length between 1 and" + " 4096");
    }

    @Test
    void anotherContextDoesNotOpen() {
        SdkBytes blob = sealed(PATIENTS);

        for (Map<String, String> other : List.of(
                Map.<String, String>of(),
                Map.of("aws:quicksight:arn", "arn:aws:quicksight:eu-west-1:111122223333:dataset/Patients"),
                Map.of("Aws:quicksight:arn", PATIENTS.values().iterator().next()))) {
            assertThatThrownBy(() ->
                            kms.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(other)))
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void theOrderOfContextPairsDoesNotMatter() {
        SdkBytes blob = sealed(Map.of("a", "1", "b", "2"));
        Map<String, String> reversed = new java.util.LinkedHashMap<>();
        reversed.put("b", "2");
        reversed.put("a", "1");

        assertThat(kms.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(reversed))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("value");
    }

    @Test
    void pairsCannotBeShiftedIntoEachOther() {
        SdkBytes blob = sealed(Map.of("ab", "c"));

        assertThatThrownBy(() ->
                        kms.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(Map.of("a", "bc"))))
                .isInstanceOf(InvalidCiphertextException.class);
    }

    @Test
    void oneFlippedBitAnywhereInABlobIsRefused() {
        byte[] blob = sealed(PATIENTS).asByteArray();

        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> kms.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(changed))
                            .encryptionContext(PATIENTS)))
                    .as("bit of byte %d", i)
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void aTruncatedBlobIsRefused() {
        byte[] blob = sealed(PATIENTS).asByteArray();

        for (int length : new int[] {1, 40, 77, 80, blob.length - 1}) {
            SdkBytes part = SdkBytes.fromByteArray(java.util.Arrays.copyOf(blob, length));
            assertThatThrownBy(() ->
                            kms.decrypt(request -> request.ciphertextBlob(part).encryptionContext(PATIENTS)))
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void anotherKeyThanTheBlobsIsIncorrect() {
        String other = AWS.newKey();
        SdkBytes blob = sealed(PATIENTS);

        assertThatThrownBy(() -> kms.decrypt(
                        request -> request.keyId(other).ciphertextBlob(blob).encryptionContext(PATIENTS)))
                .isInstanceOf(IncorrectKeyException.class)
                .hasMessageStartingWith(
                        "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    @Test
    void reEncryptMovesABlobToAnotherKeyAndContext() {
        String other = AWS.newKey();
        Map<String, String> visits = Map.of("aws:quicksight:arn", "visits");

        ReEncryptResponse moved = kms.reEncrypt(request -> request.ciphertextBlob(sealed(PATIENTS))
                .sourceEncryptionContext(PATIENTS)
                .destinationKeyId(other)
                .destinationEncryptionContext(visits));

        assertThat(moved.sourceKeyId()).isEqualTo(key);
        assertThat(moved.keyId()).isEqualTo(other);
        assertThat(kms.decrypt(request -> request.keyId(other)
                                .ciphertextBlob(moved.ciphertextBlob())
                                .encryptionContext(visits))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("value");
    }

    @Test
    void aDryRunSaysThatItWouldHaveSucceeded() {
        assertThatThrownBy(() -> kms.generateDataKey(request ->
                        request.keyId(key).keySpec(DataKeySpec.AES_256).dryRun(true)))
                .isInstanceOf(DryRunOperationException.class)
                .hasMessageStartingWith("The request would have succeeded, but the DryRun option is set.");
    }

    @Test
    void anInventedGrantTokenIsRefused() {
        assertThatThrownBy(() -> kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("value"))
                        .grantTokens("invented")))
                .isInstanceOf(InvalidGrantTokenException.class);
    }

    @Test
    void anAsymmetricAlgorithmIsRefused() {
        assertThatThrownBy(() -> kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("value"))
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)))
                .isInstanceOf(InvalidKeyUsageException.class)
                .hasMessageContaining("SYMMETRIC_DEFAULT only, not with RSAES_OAEP_SHA_256");
    }

    @Test
    void randomBytesDiffer() {
        SdkBytes first =
                kms.generateRandom(request -> request.numberOfBytes(32)).plaintext();

        assertThat(first.asByteArray()).hasSize(32);
        assertThat(kms.generateRandom(request -> request.numberOfBytes(32)).plaintext())
                .isNotEqualTo(first);
    }

    @Test
    void tenThreadsSealAndOpenAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Map<String, String> context = Map.of("thread", String.valueOf(i));
                tasks.add(() -> {
                    String own = AWS.newKey();
                    GenerateDataKeyResponse made = kms.generateDataKey(request ->
                            request.keyId(own).keySpec(DataKeySpec.AES_256).encryptionContext(context));
                    DecryptResponse opened = kms.decrypt(request ->
                            request.ciphertextBlob(made.ciphertextBlob()).encryptionContext(context));
                    assertThat(opened.plaintext()).isEqualTo(made.plaintext());
                    return opened.keyId();
                });
            }
            List<String> keys = new ArrayList<>();
            for (Future<String> each : threads.invokeAll(tasks)) {
                keys.add(each.get());
            }
            assertThat(keys).hasSize(10).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    private SdkBytes sealed(Map<String, String> context) {
        return kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("value"))
                        .encryptionContext(context))
                .ciphertextBlob();
    }
}
