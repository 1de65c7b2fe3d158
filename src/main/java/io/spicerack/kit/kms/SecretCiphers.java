package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsError;
import java.util.Map;

/** Seals secret values under a customer's KMS key as Secrets Manager does, with ARN and version in the context. */
public final class SecretCiphers {
    private final KmsState keys;
    private final KmsCiphers ciphers;

    SecretCiphers(KmsState keys, KmsCiphers ciphers) {
        this.keys = keys;
        this.ciphers = ciphers;
    }

    public byte[] seal(String keyReference, byte[] value, String secretArn, String versionId) {
        try {
            return ciphers.seal(usable(keys.keyOrAlias(keyReference)), value, context(secretArn, versionId));
        } catch (AwsError e) {
            throw new AwsError(
                    "EncryptionFailure",
                    "Secrets Manager can't encrypt the protected secret text using the provided KMS key: "
                            + e.getMessage());
        }
    }

    public byte[] open(byte[] blob, String secretArn, String versionId) {
        try {
            KmsKey key = keys.key(ciphers.under(blob).keyId());
            return ciphers.open(usable(key), blob, context(secretArn, versionId));
        } catch (AwsError e) {
            throw new AwsError(
                    "DecryptionFailure",
                    "Secrets Manager can't decrypt the protected secret text using the provided KMS key: "
                            + e.getMessage());
        }
    }

    private static KmsKey usable(KmsKey key) {
        KeyAccess.requireEnabled(key);
        if (key.materials().isEmpty()) {
            throw new AwsError("InvalidKeyUsageException", key.arn() + " is not a symmetric encryption key");
        }
        return key;
    }

    private static Map<String, String> context(String secretArn, String versionId) {
        return Map.of("SecretARN", secretArn, "SecretVersionId", versionId);
    }
}
