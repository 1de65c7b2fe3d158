package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.Operations;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KMS's operations that use a key: GenerateDataKey, Encrypt, Decrypt, ReEncrypt, GenerateRandom. Thread-safe. */
final class KmsCrypto {
    private static final int MOST_PLAINTEXT = 4096;
    private static final int MOST_CIPHERTEXT = 6144;
    private static final int MOST_RANDOM = 1024;
    private static final String CONTEXT = "EncryptionContext";
    private static final String ALGORITHM = "SYMMETRIC_DEFAULT";

    private final KmsState state;
    private final KeyAccess access;
    private final KmsCiphers ciphers;
    private final SecureRandom random;

    KmsCrypto(KmsState state, KeyAccess access, KmsCiphers ciphers, SecureRandom random) {
        this.state = state;
        this.access = access;
        this.ciphers = ciphers;
        this.random = random;
    }

    void addTo(Operations operations) {
        operations
                .reading("GenerateDataKey", call -> generateDataKey(call, true))
                .reading("GenerateDataKeyWithoutPlaintext", call -> generateDataKey(call, false))
                .reading("Encrypt", this::encrypt)
                .reading("Decrypt", this::decrypt)
                .refusing(KmsKeys.UNSUPPORTED, "Decrypt", "DryRunModifiers")
                .reading("ReEncrypt", this::reEncrypt)
                .refusing(KmsKeys.UNSUPPORTED, "ReEncrypt", "DryRunModifiers")
                .reading("GenerateRandom", this::generateRandom)
                .refusing(KmsKeys.UNSUPPORTED, "GenerateRandom", "CustomKeyStoreId");
    }

    private ObjectNode generateDataKey(AwsCall call, boolean withPlaintext) {
        refuseRecipient(call);
        int length = dataKeyLength(call.input());
        Map<String, String> context = call.input().map(CONTEXT);
        KmsKey key = access.used(call, call.input().required("KeyId"), call.operation(), context);
        KeyAccess.endDryRun(call);
        byte[] dataKey = randomBytes(length);
        ObjectNode answer = JsonBody.object()
                .put("KeyId", key.arn())
                .put("KeyMaterialId", key.current().id())
                .put("CiphertextBlob", ciphers.seal(key, dataKey, context));
        if (withPlaintext) {
            // the node keeps the array until the answer is written, so it cannot be wiped here
            answer.put("Plaintext", dataKey);
        } else {
            Arrays.fill(dataKey, (byte) 0);
        }
        return answer;
    }

    private static int dataKeyLength(AwsInput input) {
        if (input.has("NumberOfBytes") == input.has("KeySpec")) {
            throw AwsError.validation("Please specify either number of bytes or key spec.");
        }
        if (input.has("NumberOfBytes")) {
            return input.integer("NumberOfBytes", 1, MOST_RANDOM, 0);
        }
        return switch (input.required("KeySpec")) {
            case "AES_256" -> 32;
            case "AES_128" -> 16;
            default ->
                throw AwsError.validation("1 validation error detected: Value '" + input.text("KeySpec")
                        + "' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256,"
                        + " AES_128]");
        };
    }

    private ObjectNode encrypt(AwsCall call) {
        requireSymmetric(call.input().text("EncryptionAlgorithm"));
        Map<String, String> context = call.input().map(CONTEXT);
        byte[] plaintext = call.input().requiredBlob("Plaintext", MOST_PLAINTEXT);
        KmsKey key = access.used(call, call.input().required("KeyId"), "Encrypt", context);
        KeyAccess.endDryRun(call);
        return JsonBody.object()
                .put("KeyId", key.arn())
                .put("EncryptionAlgorithm", ALGORITHM)
                .put("CiphertextBlob", ciphers.seal(key, plaintext, context));
    }

    private ObjectNode decrypt(AwsCall call) {
        refuseRecipient(call);
        requireSymmetric(call.input().text("EncryptionAlgorithm"));
        Map<String, String> context = call.input().map(CONTEXT);
        byte[] blob = call.input().requiredBlob("CiphertextBlob", MOST_CIPHERTEXT);
        KmsKey key = keyOf(call, blob, call.input().text("KeyId"), "Decrypt", context);
        KeyAccess.endDryRun(call);
        byte[] plaintext = ciphers.open(key, blob, context);
        return JsonBody.object()
                .put("KeyId", key.arn())
                .put("EncryptionAlgorithm", ALGORITHM)
                .put("KeyMaterialId", ciphers.under(blob).materialId())
                .put("Plaintext", plaintext);
    }

    private ObjectNode reEncrypt(AwsCall call) {
        AwsInput input = call.input();
        requireSymmetric(input.text("SourceEncryptionAlgorithm"));
        requireSymmetric(input.text("DestinationEncryptionAlgorithm"));
        Map<String, String> sourceContext = input.map("SourceEncryptionContext");
        Map<String, String> context = input.map("DestinationEncryptionContext");
        byte[] blob = input.requiredBlob("CiphertextBlob", MOST_CIPHERTEXT);
        KmsKey source = keyOf(call, blob, input.text("SourceKeyId"), "ReEncryptFrom", sourceContext);
        KmsKey destination = access.used(call, input.required("DestinationKeyId"), "ReEncryptTo", context);
        KeyAccess.endDryRun(call);
        byte[] plaintext = ciphers.open(source, blob, sourceContext);
        byte[] sealed = ciphers.seal(destination, plaintext, context);
        Arrays.fill(plaintext, (byte) 0);
        return JsonBody.object()
                .put("SourceKeyId", source.arn())
                .put("KeyId", destination.arn())
                .put("SourceEncryptionAlgorithm", ALGORITHM)
                .put("DestinationEncryptionAlgorithm", ALGORITHM)
                .put("SourceKeyMaterialId", ciphers.under(blob).materialId())
                .put("DestinationKeyMaterialId", destination.current().id())
                .put("CiphertextBlob", sealed);
    }

    private ObjectNode generateRandom(AwsCall call) {
        refuseRecipient(call);
        if (!call.input().has("NumberOfBytes")) {
            throw AwsError.validation("Number of bytes is required.");
        }
        int length = call.input().integer("NumberOfBytes", 1, MOST_RANDOM, 0);
        return JsonBody.object().put("Plaintext", randomBytes(length));
    }

    /** The key that a blob is under: the caller's, which must be the right one, or the one that the blob names. */
    private KmsKey keyOf(
            AwsCall call, byte[] blob, @Nullable String wanted, String operation, Map<String, String> context) {
        String actual = ciphers.under(blob).keyId();
        if (wanted != null) {
            KmsKey key = access.used(call, wanted, operation, context);
            if (!key.id().equals(actual)) {
                throw new AwsError(
                        "IncorrectKeyException",
                        "The key ID in the request does not identify a CMK that can perform this operation.");
            }
            return key;
        }
        KmsKey key = state.findById(actual);
        if (key == null) {
            throw new AwsError(
                    "AccessDeniedException",
                    "The ciphertext refers to a customer master key that does not exist, does not exist in this"
                            + " region, or you are not allowed to access.");
        }
        return access.used(call, key, operation, context);
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void requireSymmetric(@Nullable String algorithm) {
        if (algorithm != null && !algorithm.equals(ALGORITHM)) {
            throw new AwsError(
                    "InvalidKeyUsageException",
                    "The local KMS encrypts with SYMMETRIC_DEFAULT only, not with " + algorithm + ".");
        }
    }

    private static void refuseRecipient(AwsCall call) {
        if (call.input().has("Recipient")) {
            throw new AwsError(
                    "UnsupportedOperationException", "The local KMS has no attested Recipient; leave it out.");
        }
    }
}
