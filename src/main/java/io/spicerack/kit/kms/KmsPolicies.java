package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.protocol.ResourcePolicy;
import io.spicerack.model.Account;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** KMS's operations on key policies and tags. */
final class KmsPolicies {
    private static final int MOST_POLICY_CHARACTERS = 32_768;

    private final KmsState state;
    private final KeyAccess access;

    KmsPolicies(KmsState state, KeyAccess access) {
        this.state = state;
        this.access = access;
    }

    void addTo(Operations operations) {
        operations
                .reading("GetKeyPolicy", this::getKeyPolicy)
                .changing("PutKeyPolicy", this::putKeyPolicy)
                .reading("ListKeyPolicies", this::listKeyPolicies)
                .changing("TagResource", this::tagResource)
                .changing("UntagResource", this::untagResource)
                .reading("ListResourceTags", this::listResourceTags);
    }

    /** What KMS gives a key that is created without a policy: the account may do everything. */
    static String defaultPolicy(Account account) {
        return String.format(
                Locale.ROOT,
                """
                {
                  "Version" : "2012-10-17",
                  "Id" : "key-default-1",
                  "Statement" : [ {
                    "Sid" : "Enable IAM User Permissions",
                    "Effect" : "Allow",
                    "Principal" : {
                      "AWS" : "arn:%s:iam::%s:root"
                    },
                    "Action" : "kms:*",
                    "Resource" : "*"
                  } ]
                }""",
                account.partition(),
                account.id());
    }

    /** Refuses a policy that is malformed or, unless that is asked for, locks its author out. */
    static void check(String policy, AwsCall call) {
        if (policy.length() > MOST_POLICY_CHARACTERS) {
            throw new AwsError(
                    "LimitExceededException",
                    "The policy has " + policy.length() + " characters; at most " + MOST_POLICY_CHARACTERS
                            + " are allowed");
        }
        ResourcePolicy parsed = ResourcePolicy.parse(policy, "MalformedPolicyDocumentException");
        boolean lockedOut =
                !parsed.allows(call.caller(), "kms:PutKeyPolicy") || parsed.denies(call.caller(), "kms:PutKeyPolicy");
        if (lockedOut && !call.input().flag("BypassPolicyLockoutSafetyCheck")) {
            throw new AwsError(
                    "MalformedPolicyDocumentException",
                    "The new key policy will not allow you to update the key policy in the future.");
        }
    }

    private ObjectNode getKeyPolicy(AwsCall call) {
        KmsKey key = access.administered(call);
        requireDefaultName(call);
        return JsonBody.object().put("Policy", key.policy()).put("PolicyName", "default");
    }

    private ObjectNode putKeyPolicy(AwsCall call) {
        KmsKey key = access.administered(call);
        requireDefaultName(call);
        KeyAccess.requireNotPendingDeletion(key);
        String policy = call.input().required("Policy");
        check(policy, call);
        state.put(key.withPolicy(policy));
        return JsonBody.object();
    }

    private ObjectNode listKeyPolicies(AwsCall call) {
        access.administered(call);
        MarkedPage<String> page =
                MarkedPage.of(call, MarkedPage.Style.kms(1000, 100), List.of("default"), name -> name);
        return page.json().set("PolicyNames", AwsJson.texts(page.items()));
    }

    private static void requireDefaultName(AwsCall call) {
        if (!call.input().text("PolicyName", "default").equals("default")) {
            throw new AwsError("NotFoundException", "No such policy exists");
        }
    }

    private ObjectNode tagResource(AwsCall call) {
        KmsKey key = access.administered(call);
        KeyAccess.requireNotPendingDeletion(key);
        Map<String, String> tags = new TreeMap<>(key.tags());
        tags.putAll(call.input().tags("TagKey", "TagValue"));
        state.put(key.withTags(tags));
        return JsonBody.object();
    }

    private ObjectNode untagResource(AwsCall call) {
        KmsKey key = access.administered(call);
        KeyAccess.requireNotPendingDeletion(key);
        Map<String, String> tags = new TreeMap<>(key.tags());
        call.input().list("TagKeys").forEach(tags::remove);
        state.put(key.withTags(tags));
        return JsonBody.object();
    }

    private ObjectNode listResourceTags(AwsCall call) {
        KmsKey key = access.administered(call);
        MarkedPage<Map.Entry<String, String>> page =
                MarkedPage.of(call, MarkedPage.Style.kms(50, 50), key.tags().entrySet(), Map.Entry::getKey);
        return page.json().set("Tags", JsonBody.array(page.items(), tag -> JsonBody.object()
                .put("TagKey", tag.getKey())
                .put("TagValue", tag.getValue())));
    }
}
