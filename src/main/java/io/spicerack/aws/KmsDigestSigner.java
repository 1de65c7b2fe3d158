package io.spicerack.aws;

import io.spicerack.audit.file.DigestSigner;
import io.spicerack.audit.file.UnfitSigningKeyException;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs digest files with an RSA key that never leaves KMS. Each method is one call of KMS, which the core puts on record;
 * {@link KeyUnavailableException} where KMS refuses it. Thread-safe.
 */
public final class KmsDigestSigner implements DigestSigner {
    private static final SigningAlgorithmSpec ALGORITHM = SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256;

    private final KmsClient kms;
    private final KeyReference key;

    public KmsDigestSigner(KmsClient kms, KeyReference key) {
        this.kms = kms;
        this.key = key;
    }

    @Override
    public Optional<KeyReference> kmsKey() {
        return Optional.of(key);
    }

    @Override
    public RSAPublicKey publicKey() {
        GetPublicKeyResponse answer = publicKeyResponse();
        if (!answer.signingAlgorithms().contains(ALGORITHM)) {
            throw unfit("its key spec is " + answer.keySpecAsString() + " and its key usage is "
                    + answer.keyUsageAsString());
        }
        try {
            byte[] der = present(answer.publicKey());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw unfit(PeerWords.of(e.getMessage()));
        }
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            return present(kms.sign(request -> request.keyId(key.toString())
                            .message(SdkBytes.fromByteArray(text))
                            .signingAlgorithm(ALGORITHM))
                    .signature());
        } catch (SdkException e) {
            throw refused(e);
        }
    }

    @Override
    public void rotate() {
        throw new UnsupportedOperationException("digest files are signed with KMS key " + key
                + "; create another RSA key there, set spicerack.audit.signing-key to it and start again");
    }

    private GetPublicKeyResponse publicKeyResponse() {
        try {
            return kms.getPublicKey(request -> request.keyId(key.toString()));
        } catch (SdkException e) {
            throw refused(e);
        }
    }

    private byte[] present(@Nullable SdkBytes answered) {
        if (answered == null) {
            throw KmsFailures.nonsense(key, null);
        }
        return answered.asByteArray();
    }

    private KeyUnavailableException refused(SdkException failure) {
        KeyUnavailableException said = KmsFailures.translate(key, failure);
        return new KeyUnavailableException(
                key,
                said.reason(),
                words(PeerWords.of(failure.getMessage())),
                failure,
                said.errorCode().orElse(null));
    }

    private UnfitSigningKeyException unfit(String why) {
        return new UnfitSigningKeyException(words(why));
    }

    private String words(String why) {
        return "spicerack.audit.signing-key " + key + " cannot sign digest files: " + why
                + ". It must be an enabled RSA key with key usage SIGN_VERIFY, or empty for a key file";
    }
}
