package io.spicerack.aws;

import io.spicerack.audit.DigestSigner;
import io.spicerack.model.Arn;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signs digest files with an RSA key that never leaves KMS. Thread-safe. */
public final class KmsDigestSigner implements DigestSigner {
    private static final SigningAlgorithmSpec ALGORITHM = SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256;

    private final KmsClient kms;
    private final Arn key;
    private final RSAPublicKey publicKey;

    /** {@code IllegalStateException} where the key cannot sign digest files. */
    public KmsDigestSigner(KmsClient kms, Arn key) {
        this.kms = kms;
        this.key = key;
        this.publicKey = readPublicKey();
    }

    @Override
    public RSAPublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] text) {
        return kms.sign(request -> request.keyId(key.toString())
                        .message(SdkBytes.fromByteArray(text))
                        .signingAlgorithm(ALGORITHM))
                .signature()
                .asByteArray();
    }

    @Override
    public void rotate() {
        throw new UnsupportedOperationException("digest files are signed with KMS key " + key
                + "; create another RSA key there, set spicerack.audit.signing-key to it and start again");
    }

    private RSAPublicKey readPublicKey() {
        try {
            GetPublicKeyResponse answer = kms.getPublicKey(request -> request.keyId(key.toString()));
            if (!answer.signingAlgorithms().contains(ALGORITHM)) {
                throw unfit(
                        "its key spec is " + answer.keySpecAsString() + " and its key usage is "
                                + answer.keyUsageAsString(),
                        null);
            }
            byte[] der = answer.publicKey().asByteArray();
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (SdkException | GeneralSecurityException e) {
            throw unfit(String.valueOf(e.getMessage()), e);
        }
    }

    private IllegalStateException unfit(String why, @Nullable Exception cause) {
        return new IllegalStateException(
                "spicerack.audit.signing-key " + key + " cannot sign digest files: " + why
                        + ". It must be an enabled RSA key with key usage SIGN_VERIFY, or empty for a key file",
                cause);
    }
}
