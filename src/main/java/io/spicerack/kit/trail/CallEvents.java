package io.spicerack.kit.trail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsCaller;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.CallLog;
import io.spicerack.model.Account;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the CloudTrail record of every call, in the shapes that KMS's guide shows ("Logging AWS KMS API calls with AWS
 * CloudTrail", ct-*.md). A record is kept before the caller has its answer. Thread-safe.
 */
public final class CallEvents implements CallLog {
    private static final String EVENT_VERSION = "1.11";
    private static final int MOST_ERROR_CHARACTERS = 1024;

    /** What KMS calls read-only beside the operations whose names say so. */
    private static final Set<String> ALSO_READ_ONLY = Set.of(
            "BatchGetSecretValue",
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateRandom",
            "LookupEvents",
            "ReEncrypt",
            "Sign",
            "ValidateResourcePolicy",
            "Verify");

    private final EventHistory history;
    private final Account account;
    private final Clock clock;

    public CallEvents(EventHistory history, Account account, Clock clock) {
        this.history = history;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public void ended(AwsCall call, @Nullable ObjectNode answer, @Nullable AwsError error) {
        boolean readOnly = isReadOnly(call.operation());
        history.add(
                record(call, answer, error, readOnly).toString(),
                readOnly || error != null ? EventHistory.Kind.READ : EventHistory.Kind.CHANGE);
    }

    private ObjectNode record(AwsCall call, @Nullable ObjectNode answer, @Nullable AwsError error, boolean readOnly) {
        ObjectNode event = JsonBody.object().put("eventVersion", EVENT_VERSION);
        event.set("userIdentity", identity(call.caller()));
        event.put("eventTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("eventSource", call.service() + ".amazonaws.com")
                .put("eventName", call.operation())
                .put("awsRegion", account.region())
                .put("sourceIPAddress", call.origin().address())
                .put("userAgent", shortened(call.origin().userAgent()));
        if (error != null) {
            event.put("errorCode", error.code().replaceFirst("^AccessDeniedException$", "AccessDenied"));
            AwsJson.putText(event, "errorMessage", error.getMessage() == null ? null : shortened(error.getMessage()));
        }
        event.set("requestParameters", request(call, answer));
        event.set("responseElements", readOnly || answer == null ? null : LoggedMembers.ofAnswer(answer));
        if (call.operation().equals("RetireGrant") && call.input().has("GrantId")) {
            event.set(
                    "additionalEventData",
                    JsonBody.object().put("grantId", call.input().text("GrantId", "")));
        }
        event.put("requestID", call.requestId())
                .put("eventID", UUID.randomUUID().toString())
                .put("readOnly", readOnly);
        List<String> keys = keys(call, answer);
        if (!keys.isEmpty()) {
            event.set("resources", JsonBody.array(keys, key -> JsonBody.object()
                    .put("accountId", account.id())
                    .put("type", "AWS::KMS::Key")
                    .put("ARN", key)));
        }
        return event.put("eventType", "AwsApiCall")
                .put("managementEvent", true)
                .put("recipientAccountId", account.id())
                .put("eventCategory", "Management");
    }

    /** Those that the call was about; of CreateKey, the one that it made. */
    private static List<String> keys(AwsCall call, @Nullable ObjectNode answer) {
        return call.operation().equals("CreateKey") && answer != null
                ? List.of(answer.path("KeyMetadata").path("Arn").asText())
                : call.keys();
    }

    /** KMS records no parameters of RetireGrant, and of Decrypt the key that the ciphertext turned out to be under. */
    private static @Nullable ObjectNode request(AwsCall call, @Nullable ObjectNode answer) {
        if (call.operation().equals("RetireGrant")) {
            return null;
        }
        ObjectNode request = LoggedMembers.ofRequest(call.input().members());
        if (call.operation().equals("Decrypt")) {
            request = request == null ? JsonBody.object() : request;
            if (answer != null) {
                request.set("keyId", answer.get("KeyId"));
            }
            if (!request.has("encryptionAlgorithm")) {
                request.put("encryptionAlgorithm", "SYMMETRIC_DEFAULT");
            }
        }
        return request;
    }

    private static ObjectNode identity(AwsCaller caller) {
        return JsonBody.object()
                .put("type", "IAMUser")
                .put("principalId", caller.accessKeyId())
                .put("arn", caller.arn())
                .put("accountId", caller.accountId())
                .put("accessKeyId", caller.accessKeyId())
                .put("userName", caller.userName());
    }

    private static boolean isReadOnly(String operation) {
        return operation.startsWith("Get")
                || operation.startsWith("List")
                || operation.startsWith("Describe")
                || ALSO_READ_ONLY.contains(operation);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_ERROR_CHARACTERS ? text : text.substring(0, MOST_ERROR_CHARACTERS);
    }
}
