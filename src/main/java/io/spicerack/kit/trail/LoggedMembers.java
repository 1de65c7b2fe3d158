package io.spicerack.kit.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of an input or answer a record may show. Only members that are named here appear: plaintexts, ciphertexts, secrets,
 * messages, signatures and grant tokens are not, and neither is what nobody thought of. Immutable.
 */
final class LoggedMembers {
    private static final Set<String> REQUEST = Set.of(
            // KMS
            "AliasName",
            "BypassPolicyLockoutSafetyCheck",
            "Constraints",
            "CustomerMasterKeySpec",
            "DestinationEncryptionAlgorithm",
            "DestinationEncryptionContext",
            "DestinationKeyId",
            "DryRun",
            "EncryptionAlgorithm",
            "EncryptionContext",
            "EncryptionContextEquals",
            "EncryptionContextSubset",
            "GrantId",
            "GranteePrincipal",
            "KeyId",
            "KeySpec",
            "KeyUsage",
            "Limit",
            "Marker",
            "MessageType",
            "Name",
            "NumberOfBytes",
            "Operations",
            "Origin",
            "PendingWindowInDays",
            "Policy",
            "PolicyName",
            "RetiringPrincipal",
            "RotationPeriodInDays",
            "SigningAlgorithm",
            "SourceEncryptionAlgorithm",
            "SourceEncryptionContext",
            "SourceKeyId",
            "TagKey",
            "TagKeys",
            "TagValue",
            "Tags",
            "TargetKeyId",
            // Secrets Manager
            "ClientRequestToken",
            "ForceDeleteWithoutRecovery",
            "KmsKeyId",
            "MaxResults",
            "MoveToVersionId",
            "RecoveryWindowInDays",
            "RemoveFromVersionId",
            "SecretId",
            "SecretIdList",
            "VersionId",
            "VersionStage",
            "VersionStages",
            // CloudTrail
            "AttributeKey",
            "AttributeValue",
            "EndTime",
            "LookupAttributes",
            "StartTime",
            "TrailNameList",
            "trailNameList");

    private static final Set<String> ANSWER = Set.of(
            "ARN",
            "AWSAccountId",
            "Arn",
            "CreationDate",
            "DeletionDate",
            "Description",
            "Enabled",
            "GrantId",
            "KeyId",
            "KeyManager",
            "KeyMetadata",
            "KeySpec",
            "KeyState",
            "KeyUsage",
            "MultiRegion",
            "Name",
            "Origin",
            "PendingWindowInDays",
            "VersionId",
            "VersionStages");

    private LoggedMembers() {}

    static @Nullable ObjectNode ofRequest(ObjectNode input) {
        return orNull(shown(input, REQUEST));
    }

    static @Nullable ObjectNode ofAnswer(ObjectNode answer) {
        return orNull(shown(answer, ANSWER));
    }

    private static @Nullable ObjectNode orNull(ObjectNode node) {
        return node.isEmpty() ? null : node;
    }

    private static ObjectNode shown(ObjectNode from, Set<String> names) {
        ObjectNode to = JsonBody.object();
        from.properties().forEach(member -> {
            if (names.contains(member.getKey())) {
                // the keys of a context are the caller's own
                boolean context = member.getKey().contains("EncryptionContext");
                to.set(recorded(member.getKey()), context ? member.getValue() : value(member.getValue(), names));
            }
        });
        return to;
    }

    private static JsonNode value(JsonNode value, Set<String> names) {
        if (value instanceof ObjectNode object) {
            return shown(object, names);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode values = array.arrayNode();
            array.forEach(each -> values.add(value(each, names)));
            return values;
        }
        return value;
    }

    /** As records spell a member: {@code keyId}, {@code arn}, {@code aWSAccountId}. */
    private static String recorded(String name) {
        return name.equals("ARN") ? "arn" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
