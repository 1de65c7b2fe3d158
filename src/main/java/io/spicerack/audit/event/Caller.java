package io.spicerack.audit.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who made a call, as CloudTrail's userIdentity has it, and from where. Immutable.
 *
 * @param sourceAddress an IP address, or the service's DNS name
 */
public record Caller(
        IdentityType type,
        @Nullable String principalId,
        @Nullable String arn,
        @Nullable String accountId,
        @Nullable String userName,
        String sourceAddress,
        String userAgent) {
    private static final String QUICKSIGHT = "quicksight.amazonaws.com";

    /** The service's own work: refreshes, start-up, clean-up. */
    public static final Caller SERVICE =
            new Caller(IdentityType.AWSService, null, null, null, null, QUICKSIGHT, QUICKSIGHT);

    /** CloudTrail's spelling of the kinds of identity that occur here. */
    public enum IdentityType {
        AWSService,
        Root,
        IAMUser,
        AssumedRole,
        /** Someone whom IAM does not know, such as a user of this machine's command line. */
        Unknown
    }

    Map<String, Object> userIdentity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("type", type.name());
        if (type == IdentityType.AWSService) {
            identity.put("invokedBy", QUICKSIGHT);
        }
        putIfKnown(identity, "principalId", principalId);
        putIfKnown(identity, "arn", arn);
        putIfKnown(identity, "accountId", accountId);
        putIfKnown(identity, "userName", userName);
        return identity;
    }

    private static void putIfKnown(Map<String, Object> identity, String name, @Nullable String value) {
        if (value != null) {
            identity.put(name, value);
        }
    }
}
