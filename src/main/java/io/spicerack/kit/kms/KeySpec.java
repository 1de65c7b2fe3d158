package io.spicerack.kit.kms;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The kinds of KMS key that can be made here, in KMS's spelling; only SYMMETRIC_DEFAULT encrypts and only RSA signs. */
enum KeySpec {
    SYMMETRIC_DEFAULT,
    RSA_2048,
    RSA_3072,
    RSA_4096,
    ECC_NIST_P256,
    HMAC_256;

    /** What a key is for. */
    enum KeyUsage {
        ENCRYPT_DECRYPT,
        SIGN_VERIFY,
        GENERATE_VERIFY_MAC
    }

    Set<KeyUsage> usages() {
        return switch (this) {
            case SYMMETRIC_DEFAULT -> Set.of(KeyUsage.ENCRYPT_DECRYPT);
            case RSA_2048, RSA_3072, RSA_4096 -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY);
            case ECC_NIST_P256 -> Set.of(KeyUsage.SIGN_VERIFY);
            case HMAC_256 -> Set.of(KeyUsage.GENERATE_VERIFY_MAC);
        };
    }

    /** The length of an RSA modulus; 0 for the other kinds. */
    int rsaBits() {
        return switch (this) {
            case RSA_2048 -> 2048;
            case RSA_3072 -> 3072;
            case RSA_4096 -> 4096;
            case SYMMETRIC_DEFAULT, ECC_NIST_P256, HMAC_256 -> 0;
        };
    }

    List<String> signingAlgorithms() {
        return switch (this) {
            case RSA_2048, RSA_3072, RSA_4096 ->
                Arrays.stream(SigningAlgorithm.values()).map(Enum::name).toList();
            case ECC_NIST_P256 -> List.of("ECDSA_SHA_256");
            case SYMMETRIC_DEFAULT, HMAC_256 -> List.of();
        };
    }

    List<String> encryptionAlgorithms() {
        return switch (this) {
            case SYMMETRIC_DEFAULT -> List.of("SYMMETRIC_DEFAULT");
            case RSA_2048, RSA_3072, RSA_4096 -> List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
            case ECC_NIST_P256, HMAC_256 -> List.of();
        };
    }
}
