package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.ResourcePolicy;
import io.spicerack.model.KeyState;
import java.util.Map;

/** Finds the key that a call names and refuses callers and key states that KMS would refuse. Thread-safe. */
final class KeyAccess {
    private final KmsState state;
    private final GrantTokens tokens;

    KeyAccess(KmsState state, GrantTokens tokens) {
        this.state = state;
        this.tokens = tokens;
    }

    /** The key of {@code KeyId}, an id or ARN, when the caller may do the operation to it. */
    KmsKey administered(AwsCall call) {
        KmsKey key = state.key(call.input().required("KeyId"));
        permit(call, key, call.operation(), Map.of());
        return key;
    }

    /** The key that {@code reference} names, when the caller may use it and it can encrypt and decrypt now. */
    KmsKey used(AwsCall call, String reference, String operation, Map<String, String> context) {
        return used(call, state.keyOrAlias(reference), operation, context);
    }

    KmsKey used(AwsCall call, KmsKey key, String operation, Map<String, String> context) {
        tokens.check(call.input());
        permit(call, key, operation, context);
        requireEnabled(key);
        if (key.identity().usage() != KeySpec.KeyUsage.ENCRYPT_DECRYPT) {
            throw invalidUsage(key.arn() + " key usage is " + key.identity().usage() + " which is not valid for "
                    + call.operation() + ".");
        }
        if (key.identity().spec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw invalidUsage(key.arn() + " key spec is " + key.identity().spec() + " which is not valid for "
                    + call.operation() + " with SYMMETRIC_DEFAULT.");
        }
        return key;
    }

    /** The key that {@code reference} names, when the caller may do the operation with it and it is enabled. */
    KmsKey enabled(AwsCall call, String reference) {
        KmsKey key = state.keyOrAlias(reference);
        tokens.check(call.input());
        permit(call, key, call.operation(), Map.of());
        requireEnabled(key);
        return key;
    }

    /** Grants hold at once, so that a token changes nothing; one that is none is refused all the same. */
    void checkTokens(AwsCall call) {
        tokens.check(call.input());
    }

    void permit(AwsCall call, KmsKey key, String operation, Map<String, String> context) {
        if (!policyAllows(call, key, operation)
                && state.grantsOn(key).stream().noneMatch(grant -> grant.permits(call.caller(), operation, context))) {
            throw denied(call, key, operation, "because no resource-based policy and no grant allows the action");
        }
    }

    /** Whether the key policy allows it; an explicit denial there counts more than any grant and ends the call. */
    boolean policyAllows(AwsCall call, KmsKey key, String operation) {
        call.about(key.arn());
        ResourcePolicy policy = ResourcePolicy.parse(key.policy(), "MalformedPolicyDocumentException");
        String action = "kms:" + operation;
        if (policy.denies(call.caller(), action)) {
            throw denied(call, key, operation, "with an explicit deny in a resource-based policy");
        }
        return policy.allows(call.caller(), action);
    }

    AwsError denied(AwsCall call, KmsKey key, String operation, String why) {
        return new AwsError(
                "AccessDeniedException",
                "User: " + call.caller().arn() + " is not authorized to perform: kms:" + operation + " on resource: "
                        + key.arn() + " " + why);
    }

    static void requireEnabled(KmsKey key) {
        if (key.status().state() == KeyState.Disabled) {
            throw new AwsError("DisabledException", key.arn() + " is disabled.");
        }
        requireNotPendingDeletion(key);
    }

    static void requireNotPendingDeletion(KmsKey key) {
        if (key.status().state() == KeyState.PendingDeletion) {
            throw new AwsError("KMSInvalidStateException", key.arn() + " is pending deletion.");
        }
    }

    /** Ends a call that was only a question, as the member DryRun asks. */
    static void endDryRun(AwsCall call) {
        if (call.input().flag("DryRun")) {
            throw new AwsError(
                    "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.", 412);
        }
    }

    private static AwsError invalidUsage(String message) {
        return new AwsError("InvalidKeyUsageException", message);
    }
}
