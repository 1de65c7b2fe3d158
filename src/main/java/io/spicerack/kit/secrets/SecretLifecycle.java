package io.spicerack.kit.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.protocol.ResourcePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Secrets Manager's operations on secrets as such: describe, list, delete, restore, tag, resource policy. */
final class SecretLifecycle {
    private static final int LEAST_DAYS = 7;
    private static final int MOST_DAYS = 30;

    private final SecretsState state;

    SecretLifecycle(SecretsState state) {
        this.state = state;
    }

    void addTo(Operations operations) {
        operations
                .reading("DescribeSecret", call -> describe(state.evenDeleted(call), true))
                .reading("ListSecrets", this::listSecrets)
                .changing("DeleteSecret", this::deleteSecret)
                .changing("RestoreSecret", this::restoreSecret)
                .changing("TagResource", this::tagResource)
                .changing("UntagResource", this::untagResource)
                .reading("GetResourcePolicy", this::getResourcePolicy)
                .changing("PutResourcePolicy", this::putResourcePolicy)
                .changing("DeleteResourcePolicy", this::deleteResourcePolicy)
                .changing("RotateSecret", this::rotateSecret);
    }

    private ObjectNode listSecrets(AwsCall call) {
        AwsInput input = call.input();
        List<StoredSecret> wanted = SecretFilters.matching(state.all(), input.objects("Filters")).stream()
                .filter(secret -> secret.dates().deleted() == null || input.flag("IncludePlannedDeletion"))
                .toList();
        MarkedPage<StoredSecret> page = MarkedPage.of(
                call, MarkedPage.Style.secrets(100), wanted, SecretOrder.of(input), SecretOrder.direction(input));
        ObjectNode answer = JsonBody.object();
        answer.set("SecretList", JsonBody.array(page.items(), secret -> describe(secret, false)));
        AwsJson.putText(answer, "NextToken", page.next());
        return answer;
    }

    /** DescribeSecret and ListSecrets differ in the name of one member. */
    private static ObjectNode describe(StoredSecret secret, boolean alone) {
        ObjectNode json = JsonBody.object().put("ARN", secret.arn()).put("Name", secret.name());
        AwsJson.putText(json, "Description", secret.details().description());
        AwsJson.putText(json, "KmsKeyId", secret.details().keyReference());
        AwsJson.putTime(json, "CreatedDate", secret.dates().created());
        AwsJson.putTime(json, "LastChangedDate", secret.dates().changed());
        AwsJson.putTime(json, "DeletedDate", secret.dates().deleted());
        json.set("Tags", AwsJson.tags(secret.details().tags(), "Key", "Value"));
        ObjectNode stages = JsonBody.object();
        secret.versions().stream()
                .filter(version -> !version.stages().isEmpty())
                .forEach(version -> stages.set(version.id(), AwsJson.texts(version.stages())));
        json.set(alone ? "VersionIdsToStages" : "SecretVersionsToStages", stages);
        return json;
    }

    private ObjectNode deleteSecret(AwsCall call) {
        AwsInput input = call.input();
        boolean force = input.flag("ForceDeleteWithoutRecovery");
        if (force && input.has("RecoveryWindowInDays")) {
            throw new AwsError(
                    "InvalidParameterException",
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        int days = input.integer("RecoveryWindowInDays", 0, Integer.MAX_VALUE, MOST_DAYS);
        if (days < LEAST_DAYS || days > MOST_DAYS) {
            throw new AwsError(
                    "InvalidParameterException",
                    "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Instant now = state.now();
        if (force && state.isMissing(input.required("SecretId"))) {
            return missing(input.required("SecretId"), now);
        }
        StoredSecret secret = force ? state.evenDeleted(call) : state.secret(call);
        Instant gone = force ? now : now.plus(Duration.ofDays(days));
        if (force) {
            state.remove(secret);
        } else {
            StoredSecret.Dates dates = secret.dates();
            state.put(secret.with(new StoredSecret.Dates(dates.created(), dates.changed(), now, gone)));
        }
        ObjectNode answer = name(secret);
        AwsJson.putTime(answer, "DeletionDate", gone);
        return answer;
    }

    /** To delete at once what is not there is no error: the caller wants it gone, and it is. */
    private static ObjectNode missing(String secretId, Instant now) {
        ObjectNode answer = JsonBody.object().put(secretId.startsWith("arn:") ? "ARN" : "Name", secretId);
        AwsJson.putTime(answer, "DeletionDate", now);
        return answer;
    }

    private ObjectNode restoreSecret(AwsCall call) {
        StoredSecret secret = state.evenDeleted(call);
        StoredSecret.Dates dates = secret.dates();
        state.put(secret.with(new StoredSecret.Dates(dates.created(), dates.changed(), null, null)));
        return name(secret);
    }

    private ObjectNode tagResource(AwsCall call) {
        StoredSecret secret = state.secret(call);
        Map<String, String> tags = new TreeMap<>(secret.details().tags());
        tags.putAll(call.input().tags("Key", "Value"));
        return saveTags(secret, tags);
    }

    private ObjectNode untagResource(AwsCall call) {
        StoredSecret secret = state.secret(call);
        Map<String, String> tags = new TreeMap<>(secret.details().tags());
        call.input().list("TagKeys").forEach(tags::remove);
        return saveTags(secret, tags);
    }

    private ObjectNode saveTags(StoredSecret secret, Map<String, String> tags) {
        StoredSecret.Details details = secret.details();
        state.put(secret.with(new StoredSecret.Details(details.description(), details.keyReference(), tags)));
        return JsonBody.object();
    }

    private ObjectNode getResourcePolicy(AwsCall call) {
        StoredSecret secret = state.secret(call);
        ObjectNode answer = name(secret);
        AwsJson.putText(answer, "ResourcePolicy", secret.policy());
        return answer;
    }

    private ObjectNode putResourcePolicy(AwsCall call) {
        StoredSecret secret = state.secret(call);
        String policy = call.input().required("ResourcePolicy");
        ResourcePolicy parsed = ResourcePolicy.parse(policy, "MalformedPolicyDocumentException");
        if (call.input().flag("BlockPublicPolicy") && parsed.isOpenToAll()) {
            throw new AwsError(
                    "PublicPolicyException",
                    "You can't attach a resource policy that allows broad access to the secret.");
        }
        if (parsed.denies(call.caller(), "secretsmanager:PutResourcePolicy")) {
            throw new AwsError(
                    "MalformedPolicyDocumentException",
                    "This resource policy would not allow you to manage this secret in the future.");
        }
        state.put(secret.withPolicy(policy));
        return name(secret);
    }

    private ObjectNode deleteResourcePolicy(AwsCall call) {
        StoredSecret secret = state.secret(call);
        state.put(secret.withPolicy(null));
        return name(secret);
    }

    private ObjectNode rotateSecret(AwsCall call) {
        StoredSecret secret = state.secret(call);
        throw new AwsError(
                "InvalidRequestException",
                "The local Secrets Manager has no Lambda function to rotate " + secret.name()
                        + " with; change the password at its source and put the new value with PutSecretValue.");
    }

    private static ObjectNode name(StoredSecret secret) {
        return JsonBody.object().put("ARN", secret.arn()).put("Name", secret.name());
    }
}
