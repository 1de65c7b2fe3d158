package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.Operations;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KMS's operations on RSA keys that sign: Sign, Verify, GetPublicKey. Thread-safe. */
final class KmsSigning {
    private static final int MOST_MESSAGE = 4096;
    private static final int MOST_SIGNATURE = 6144;

    /** KMS's algorithms that no RSA key has. */
    private static final Set<String> OF_OTHER_KEYS = Set.of(
            "ECDSA_SHA_256",
            "ECDSA_SHA_384",
            "ECDSA_SHA_512",
            "SM2DSA",
            "ML_DSA_SHAKE_256",
            "ED25519_SHA_512",
            "ED25519_PH_SHA_512");

    private static final List<String> MESSAGE_TYPES = List.of("RAW", "DIGEST", "EXTERNAL_MU");

    private final KeyAccess access;

    /** What is to be signed or verified, and how. */
    @SuppressWarnings("ArrayRecordComponent") // lives as long as its call
    private record Request(
            KmsKey key, RsaMaterial material, SigningAlgorithm algorithm, byte[] message, boolean digest) {
        ObjectNode answer() {
            return JsonBody.object().put("KeyId", key.arn()).put("SigningAlgorithm", algorithm.name());
        }
    }

    /** One of Java's operations with a key. */
    private interface Step<T> {
        T run() throws GeneralSecurityException;
    }

    KmsSigning(KeyAccess access) {
        this.access = access;
    }

    void addTo(Operations operations) {
        operations.reading("Sign", this::sign).reading("Verify", this::verify).reading("GetPublicKey", this::publicKey);
    }

    private ObjectNode sign(AwsCall call) {
        Request request = request(call);
        KeyAccess.endDryRun(call);
        byte[] signature = java(
                request.key(),
                () -> request.digest()
                        ? request.algorithm().signDigest(request.material(), request.message())
                        : request.algorithm().sign(request.material(), request.message()));
        return request.answer().put("Signature", signature);
    }

    private ObjectNode verify(AwsCall call) {
        byte[] signature = call.input().requiredBlob("Signature", MOST_SIGNATURE);
        Request request = request(call);
        KeyAccess.endDryRun(call);
        boolean valid = java(
                request.key(),
                () -> request.digest()
                        ? request.algorithm().verifyDigest(request.material(), request.message(), signature)
                        : request.algorithm().verify(request.material(), request.message(), signature));
        if (!valid) {
            // KMS never answers with SignatureValid false, and says nothing more
            throw new AwsError("KMSInvalidSignatureException", null);
        }
        return request.answer().put("SignatureValid", true);
    }

    private ObjectNode publicKey(AwsCall call) {
        KmsKey key = access.enabled(call, call.input().required("KeyId"));
        KeySpec spec = key.identity().spec();
        if (spec == KeySpec.SYMMETRIC_DEFAULT || spec == KeySpec.HMAC_256) {
            throw unsupported(key.arn() + " is of key spec " + spec + " and has no public key.");
        }
        ObjectNode answer = JsonBody.object()
                .put("KeyId", key.arn())
                .put("PublicKey", material(key).encodedPublicKey())
                .put("KeySpec", spec.name())
                .put("CustomerMasterKeySpec", spec.name())
                .put("KeyUsage", key.identity().usage().name());
        KmsKeys.putAlgorithms(answer, key);
        return answer;
    }

    private Request request(AwsCall call) {
        AwsInput input = call.input();
        byte[] message = input.requiredBlob("Message", MOST_MESSAGE);
        String type = input.text("MessageType", "RAW");
        if (!MESSAGE_TYPES.contains(type)) {
            throw notOneOf("messageType", type, MESSAGE_TYPES.toString());
        }
        String name = input.required("SigningAlgorithm");
        @Nullable SigningAlgorithm algorithm = algorithm(name);
        KmsKey key = access.enabled(call, input.required("KeyId"));
        if (key.identity().usage() != KeySpec.KeyUsage.SIGN_VERIFY) {
            throw invalidUsage(key.arn() + " key usage is " + key.identity().usage() + " which is not valid for "
                    + call.operation() + ".");
        }
        RsaMaterial material = material(key);
        if (algorithm == null) {
            throw invalidUsage("Algorithm " + name + " is incompatible with key spec "
                    + key.identity().spec() + ".");
        }
        if (type.equals("EXTERNAL_MU")) {
            throw AwsError.validation("MessageType EXTERNAL_MU is for ML-DSA keys; " + key.arn() + " is of key spec "
                    + key.identity().spec());
        }
        boolean digest = type.equals("DIGEST");
        if (digest && message.length != algorithm.digestLength()) {
            throw AwsError.validation("Digest is invalid length for algorithm " + name + ".");
        }
        if (digest && !algorithm.takesDigests()) {
            throw unsupported(
                    "The local KMS signs with " + name + " whole messages only (MessageType RAW), no digests.");
        }
        return new Request(key, material, algorithm, message, digest);
    }

    /** Null where KMS knows the algorithm but no RSA key has it. */
    private static @Nullable SigningAlgorithm algorithm(String name) {
        for (SigningAlgorithm each : SigningAlgorithm.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        if (OF_OTHER_KEYS.contains(name)) {
            return null;
        }
        throw notOneOf("signingAlgorithm", name, Arrays.toString(SigningAlgorithm.values()));
    }

    private static RsaMaterial material(KmsKey key) {
        RsaMaterial material = key.rsa();
        if (material == null) {
            throw unsupported("The local KMS has no key pair of " + key.arn() + " of key spec "
                    + key.identity().spec() + ": only RSA keys that this version made have one.");
        }
        return material;
    }

    private static <T> T java(KmsKey key, Step<T> step) {
        try {
            return step.run();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java does not take the key pair of " + key.arn(), e);
        }
    }

    private static AwsError notOneOf(String member, String value, String allowed) {
        return AwsError.validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + allowed);
    }

    private static AwsError invalidUsage(String message) {
        return new AwsError("InvalidKeyUsageException", message);
    }

    private static AwsError unsupported(String message) {
        return new AwsError("UnsupportedOperationException", message);
    }
}
