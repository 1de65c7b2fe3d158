package io.spicerack.local;

import java.util.List;

/** The kinds of KMS key that can be made here, in KMS's spelling; only SYMMETRIC_DEFAULT encrypts. */
enum KeySpec {
    SYMMETRIC_DEFAULT(List.of(KeyUsage.ENCRYPT_DECRYPT), List.of("SYMMETRIC_DEFAULT")),
    RSA_2048(List.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY), Algorithms.RSA),
    RSA_3072(List.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY), Algorithms.RSA),
    RSA_4096(List.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY), Algorithms.RSA),
    ECC_NIST_P256(List.of(KeyUsage.SIGN_VERIFY), List.of()),
    HMAC_256(List.of(KeyUsage.GENERATE_VERIFY_MAC), List.of());

    /** What a key is for. */
    enum KeyUsage {
        ENCRYPT_DECRYPT,
        SIGN_VERIFY,
        GENERATE_VERIFY_MAC
    }

    private static final class Algorithms {
        static final List<String> RSA = List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
    }

    private final List<KeyUsage> usages;
    private final List<String> encryptionAlgorithms;

    KeySpec(List<KeyUsage> usages, List<String> encryptionAlgorithms) {
        this.usages = usages;
        this.encryptionAlgorithms = encryptionAlgorithms;
    }

    boolean allows(KeyUsage usage) {
        return usages.contains(usage);
    }

    List<String> encryptionAlgorithms() {
        return encryptionAlgorithms;
    }
}
