package io.spicerack.kit.kms;

import static io.spicerack.kit.kms.KmsConformanceTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.ConformingAws;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/** What KMS's reference says of RSA keys that sign, asked with the AWS SDK and checked with Java's own RSA. */
@TakesLong
@Tag("conformance")
class KmsSigningConformanceTest {
    @RegisterExtension
    static final ConformingAws AWS = new ConformingAws();

    private static final String[] ALGORITHMS = {
        "RSASSA_PKCS1_V1_5_SHA_256",
        "RSASSA_PKCS1_V1_5_SHA_384",
        "RSASSA_PKCS1_V1_5_SHA_512",
        "RSASSA_PSS_SHA_256",
        "RSASSA_PSS_SHA_384",
        "RSASSA_PSS_SHA_512"
    };
    private static final SigningAlgorithmSpec DIGEST_FILES = SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256;
    private static final byte[] MESSAGE = "2026-11-25T00:00:00Z\nbucket/object".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = newKey(KeySpec.RSA_2048);
    private static final String OTHER_KEY = newKey(KeySpec.RSA_2048);

    private final KmsClient kms = AWS.kms();

    @Test
    void aSigningKeyIsDescribedWithItsAlgorithms() {
        KeyMetadata key = kms.describeKey(request -> request.keyId(KEY)).keyMetadata();

        assertThat(key.keySpec()).isEqualTo(KeySpec.RSA_2048);
        assertThat(key.keyUsage()).isEqualTo(KeyUsageType.SIGN_VERIFY);
        assertThat(key.signingAlgorithmsAsStrings()).containsExactlyInAnyOrder(ALGORITHMS);
        assertThat(key.encryptionAlgorithms()).isEmpty();
        assertThat(key.currentKeyMaterialId()).isNull();
    }

    @Test
    void thePublicKeyIsDerOfTheKeysLength() throws Exception {
        GetPublicKeyResponse answer = kms.getPublicKey(request -> request.keyId(KEY));

        assertThat(answer.keyId()).isEqualTo(KEY);
        assertThat(answer.keySpec()).isEqualTo(KeySpec.RSA_2048);
        assertThat(answer.keyUsage()).isEqualTo(KeyUsageType.SIGN_VERIFY);
        assertThat(answer.signingAlgorithmsAsStrings()).containsExactlyInAnyOrder(ALGORITHMS);
        assertThat(answer.encryptionAlgorithms()).isEmpty();
        assertThat(publicKey(KEY).getModulus().bitLength()).isEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_3072", "RSA_4096"})
    void longerKeysSignToo(String spec) throws Exception {
        String key = newKey(KeySpec.fromValue(spec));

        SignResponse signed = sign(key, MESSAGE, DIGEST_FILES, MessageType.RAW);

        assertThat(publicKey(key).getModulus().bitLength()).isEqualTo(Integer.parseInt(spec.substring(4)));
        assertThat(javaVerifies(key, "SHA256withRSA", MESSAGE, signed.signature()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 512})
    void whatAKeySignsVerifiesInJavaWithThePublicKeyAlone(int bits) throws Exception {
        SigningAlgorithmSpec pkcs1 = SigningAlgorithmSpec.fromValue("RSASSA_PKCS1_V1_5_SHA_" + bits);

        SignResponse signed = sign(KEY, MESSAGE, pkcs1, MessageType.RAW);

        assertThat(signed.keyId()).isEqualTo(KEY);
        assertThat(signed.signingAlgorithm()).isEqualTo(pkcs1);
        assertThat(javaVerifies(KEY, "SHA" + bits + "withRSA", MESSAGE, signed.signature()))
                .isTrue();
        assertThat(javaVerifies(
                        KEY, "SHA" + bits + "withRSA", "other".getBytes(StandardCharsets.UTF_8), signed.signature()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 512})
    void whatAKeySignsWithPssVerifiesInJava(int bits) throws Exception {
        SdkBytes signature = sign(
                        KEY, MESSAGE, SigningAlgorithmSpec.fromValue("RSASSA_PSS_SHA_" + bits), MessageType.RAW)
                .signature();

        Signature java = Signature.getInstance("RSASSA-PSS");
        java.setParameter(
                new PSSParameterSpec("SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
        java.initVerify(publicKey(KEY));
        java.update(MESSAGE);
        assertThat(java.verify(signature.asByteArray())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSASSA_PKCS1_V1_5_SHA_256",
                "RSASSA_PKCS1_V1_5_SHA_384",
                "RSASSA_PKCS1_V1_5_SHA_512",
                "RSASSA_PSS_SHA_256",
                "RSASSA_PSS_SHA_384",
                "RSASSA_PSS_SHA_512"
            })
    void aSignatureIsVerifiedForItsMessageKeyAndAlgorithmAlone(String name) {
        SigningAlgorithmSpec algorithm = SigningAlgorithmSpec.fromValue(name);
        SdkBytes signature = sign(KEY, MESSAGE, algorithm, MessageType.RAW).signature();
        byte[] changed = signature.asByteArray();
        changed[100] ^= 1;

        VerifyResponse verified = verify(KEY, MESSAGE, algorithm, MessageType.RAW, signature);

        assertThat(verified.signatureValid()).isTrue();
        assertThat(verified.keyId()).isEqualTo(KEY);
        assertThat(verified.signingAlgorithm()).isEqualTo(algorithm);
        assertInvalid(KEY, new byte[] {1}, algorithm, signature);
        assertInvalid(KEY, MESSAGE, algorithm, SdkBytes.fromByteArray(changed));
        assertInvalid(KEY, MESSAGE, algorithm, SdkBytes.fromByteArray(new byte[] {1, 2, 3}));
        assertInvalid(OTHER_KEY, MESSAGE, algorithm, signature);
        assertInvalid(
                KEY,
                MESSAGE,
                name.equals("RSASSA_PSS_SHA_256") ? DIGEST_FILES : SigningAlgorithmSpec.RSASSA_PSS_SHA_256,
                signature);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 512})
    void aDigestIsSignedAsItsMessageIs(int bits) throws Exception {
        SigningAlgorithmSpec algorithm = SigningAlgorithmSpec.fromValue("RSASSA_PKCS1_V1_5_SHA_" + bits);
        byte[] digest = MessageDigest.getInstance("SHA-" + bits).digest(MESSAGE);

        SdkBytes signature = sign(KEY, digest, algorithm, MessageType.DIGEST).signature();

        assertThat(signature)
                .isEqualTo(sign(KEY, MESSAGE, algorithm, MessageType.RAW).signature());
        assertThat(verify(KEY, digest, algorithm, MessageType.DIGEST, signature).signatureValid())
                .isTrue();
        assertThat(verify(KEY, MESSAGE, algorithm, MessageType.RAW, signature).signatureValid())
                .isTrue();
        assertCode("ValidationException", () -> sign(KEY, new byte[bits / 8 - 1], algorithm, MessageType.DIGEST));
        assertCode("ValidationException", () -> sign(KEY, MESSAGE, algorithm, MessageType.DIGEST));
    }

    @Test
    void aMessageHas4096BytesAtMost() {
        assertThat(sign(KEY, new byte[4096], DIGEST_FILES, MessageType.RAW).signature())
                .isNotNull();
        assertCode("ValidationException", () -> sign(KEY, new byte[4097], DIGEST_FILES, MessageType.RAW));
    }

    @Test
    void anotherKindOfKeysAlgorithmIsIncompatibleAndAnUnknownOneInvalid() {
        assertCode(
                "InvalidKeyUsageException",
                () -> sign(KEY, MESSAGE, SigningAlgorithmSpec.ECDSA_SHA_256, MessageType.RAW));
        assertCode(
                "ValidationException",
                () -> kms.sign(request -> request.keyId(KEY)
                        .message(SdkBytes.fromByteArray(MESSAGE))
                        .signingAlgorithm("RSASSA_PKCS1_V1_5_MD5")));
        assertCode(
                "ValidationException",
                () -> kms.sign(request -> request.keyId(KEY)
                        .message(SdkBytes.fromByteArray(MESSAGE))
                        .messageType("COOKED")
                        .signingAlgorithm(DIGEST_FILES)));
    }

    @Test
    void aSymmetricKeyNeitherSignsNorHasAPublicKey() {
        String symmetric = AWS.newKey();
        assertCode("InvalidKeyUsageException", () -> sign(symmetric, MESSAGE, DIGEST_FILES, MessageType.RAW));
        assertCode(
                "InvalidKeyUsageException",
                () -> verify(symmetric, MESSAGE, DIGEST_FILES, MessageType.RAW, SdkBytes.fromByteArray(MESSAGE)));
        assertCode("UnsupportedOperationException", () -> kms.getPublicKey(request -> request.keyId(symmetric)));
    }

    @Test
    void anRsaKeyThatEncryptsHasAPublicKeyButDoesNotSign() throws Exception {
        String key = AWS.newKey(request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.ENCRYPT_DECRYPT));
        assertThat(kms.getPublicKey(request -> request.keyId(key)).encryptionAlgorithmsAsStrings())
                .containsExactlyInAnyOrder("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
        assertThat(publicKey(key)).isNotEqualTo(publicKey(KEY));
        assertCode("InvalidKeyUsageException", () -> sign(key, MESSAGE, DIGEST_FILES, MessageType.RAW));
    }

    @Test
    void aDisabledKeyAndOneThatIsPendingDeletionDoNotSign() {
        String key = newKey(KeySpec.RSA_2048);
        SdkBytes signature = sign(key, MESSAGE, DIGEST_FILES, MessageType.RAW).signature();

        kms.disableKey(request -> request.keyId(key));
        assertCode("DisabledException", () -> sign(key, MESSAGE, DIGEST_FILES, MessageType.RAW));
        assertCode("DisabledException", () -> verify(key, MESSAGE, DIGEST_FILES, MessageType.RAW, signature));
        assertCode("DisabledException", () -> kms.getPublicKey(request -> request.keyId(key)));

        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertCode("KMSInvalidStateException", () -> sign(key, MESSAGE, DIGEST_FILES, MessageType.RAW));
    }

    @Test
    void aDryRunSignsNothing() {
        assertCode(
                "DryRunOperationException",
                () -> kms.sign(request -> request.keyId(KEY)
                        .message(SdkBytes.fromByteArray(MESSAGE))
                        .signingAlgorithm(DIGEST_FILES)
                        .dryRun(true)));
    }

    @Test
    void aKeyIsFoundByItsAliasToo() {
        String alias = "alias/spicerack-conformance-" + System.nanoTime();
        kms.createAlias(request -> request.aliasName(alias).targetKeyId(KEY));
        try {
            assertThat(sign(alias, MESSAGE, DIGEST_FILES, MessageType.RAW).keyId())
                    .isEqualTo(KEY);
            assertThat(kms.getPublicKey(request -> request.keyId(alias)).keyId())
                    .isEqualTo(KEY);
        } finally {
            kms.deleteAlias(request -> request.aliasName(alias));
        }
    }

    private static String newKey(KeySpec spec) {
        return AWS.newKey(request -> request.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY));
    }

    private void assertInvalid(String key, byte[] message, SigningAlgorithmSpec algorithm, SdkBytes signature) {
        assertCode("KMSInvalidSignatureException", () -> verify(key, message, algorithm, MessageType.RAW, signature));
    }

    private SignResponse sign(String key, byte[] message, SigningAlgorithmSpec algorithm, MessageType type) {
        return kms.sign(request -> request.keyId(key)
                .message(SdkBytes.fromByteArray(message))
                .messageType(type)
                .signingAlgorithm(algorithm));
    }

    private VerifyResponse verify(
            String key, byte[] message, SigningAlgorithmSpec algorithm, MessageType type, SdkBytes signature) {
        return kms.verify(request -> request.keyId(key)
                .message(SdkBytes.fromByteArray(message))
                .messageType(type)
                .signingAlgorithm(algorithm)
                .signature(signature));
    }

    private RSAPublicKey publicKey(String key) throws GeneralSecurityException {
        byte[] der = kms.getPublicKey(request -> request.keyId(key)).publicKey().asByteArray();
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }

    private boolean javaVerifies(String key, String algorithm, byte[] message, SdkBytes signature)
            throws GeneralSecurityException {
        Signature java = Signature.getInstance(algorithm);
        java.initVerify(publicKey(key));
        java.update(message);
        return java.verify(signature.asByteArray());
    }
}
