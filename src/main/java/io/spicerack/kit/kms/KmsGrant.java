package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsCaller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A permission on a key, given to a principal for some operations and contexts. Immutable. */
record KmsGrant(String id, String keyId, @Nullable String name, Instant created, Terms terms) {

    /**
     * What a grant allows to whom. Two requests with one name and the same terms are one grant.
     *
     * @param constraint {@code EncryptionContextEquals}, {@code EncryptionContextSubset} or null
     * @param context the pairs of the constraint
     */
    record Terms(
            String grantee,
            @Nullable String retiring,
            List<String> operations,
            @Nullable String constraint,
            Map<String, String> context) {
        Terms {
            operations = operations.stream().distinct().sorted().toList();
            context = Map.copyOf(context);
        }
    }

    /** Whether it lets {@code caller} do {@code operation} with the context of the request. */
    boolean permits(AwsCaller caller, String operation, Map<String, String> requestContext) {
        return caller.is(terms.grantee()) && terms.operations().contains(operation) && fits(operation, requestContext);
    }

    private boolean fits(String operation, Map<String, String> requestContext) {
        // KMS ignores the constraint where no encryption context is in play
        if (terms.constraint() == null || operation.equals("DescribeKey") || operation.equals("RetireGrant")) {
            return true;
        }
        return terms.constraint().equals(CONTEXT_EQUALS)
                ? requestContext.equals(terms.context())
                : requestContext.entrySet().containsAll(terms.context().entrySet());
    }

    static final String CONTEXT_EQUALS = "EncryptionContextEquals";
    static final String CONTEXT_SUBSET = "EncryptionContextSubset";
}
