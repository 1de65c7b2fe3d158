package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and compares the terms of grants. */
final class KmsGrantTerms {
    private static final List<String> OPERATIONS = List.of(
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "CreateGrant",
            "RetireGrant",
            "DescribeKey",
            "Sign",
            "Verify",
            "GetPublicKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateMac",
            "VerifyMac",
            "DeriveSharedSecret");
    private static final Pattern PRINCIPAL = Pattern.compile(
            "[0-9]{12}|arn:[-a-z]+:(iam|sts)::[0-9]{12}:(root|(user|role|federated-user|assumed-role)/.+)");
    private static final int MOST_PAIRS = 8;
    private static final int MOST_VALUE_CHARACTERS = 384;

    private KmsGrantTerms() {}

    static KmsGrant.Terms read(AwsInput input, KmsKey key) {
        String grantee = principal(input.required("GranteePrincipal"));
        @Nullable String retiring = input.text("RetiringPrincipal");
        List<String> operations = input.list("Operations");
        if (operations.isEmpty() || !OPERATIONS.containsAll(operations)) {
            throw AwsError.validation("1 validation error detected: Value '" + operations
                    + "' at 'operations' failed to satisfy constraint: Member must satisfy enum value set: "
                    + OPERATIONS);
        }
        AwsInput constraints = input.object("Constraints");
        boolean equal = constraints.has(KmsGrant.CONTEXT_EQUALS);
        boolean subset = constraints.has(KmsGrant.CONTEXT_SUBSET);
        if (equal && subset) {
            throw AwsError.validation("A grant has one constraint at most, not both EncryptionContextEquals and"
                    + " EncryptionContextSubset");
        }
        @Nullable String constraint = equal ? KmsGrant.CONTEXT_EQUALS : subset ? KmsGrant.CONTEXT_SUBSET : null;
        Map<String, String> context = constraint == null ? Map.of() : constraints.map(constraint);
        checkContext(constraint, context, key);
        return new KmsGrant.Terms(
                grantee, retiring == null ? null : principal(retiring), operations, constraint, context);
    }

    /** Whether {@code child} allows nothing that {@code parent} does not. */
    static boolean asStrict(KmsGrant.Terms parent, KmsGrant.Terms child) {
        if (!parent.operations().containsAll(child.operations())) {
            return false;
        }
        if (parent.constraint() == null) {
            return true;
        }
        if (child.constraint() == null) {
            return false;
        }
        return parent.constraint().equals(KmsGrant.CONTEXT_EQUALS)
                ? child.constraint().equals(KmsGrant.CONTEXT_EQUALS)
                        && child.context().equals(parent.context())
                : child.context().entrySet().containsAll(parent.context().entrySet());
    }

    private static void checkContext(@Nullable String constraint, Map<String, String> context, KmsKey key) {
        if (constraint != null && key.materials().isEmpty()) {
            throw AwsError.validation("A grant on the key " + key.arn() + " cannot have an encryption context"
                    + " constraint: the key is not a symmetric encryption key");
        }
        boolean tooLong = context.values().stream().anyMatch(value -> value.length() > MOST_VALUE_CHARACTERS);
        if (context.size() > MOST_PAIRS || tooLong) {
            throw AwsError.validation("A grant constraint has at most " + MOST_PAIRS + " pairs with values of at most "
                    + MOST_VALUE_CHARACTERS + " characters");
        }
    }

    private static String principal(String text) {
        if (!PRINCIPAL.matcher(text).matches()) {
            throw new AwsError(
                    "InvalidArnException",
                    "'" + text + "' is not the ARN of an AWS principal: an account, user, role, federated user or"
                            + " assumed role");
        }
        return text;
    }
}
