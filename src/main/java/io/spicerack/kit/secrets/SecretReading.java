package io.spicerack.kit.secrets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.kms.SecretCiphers;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets Manager's operations that read values and versions. */
final class SecretReading {
    private static final int MOST_SECRETS = 20;

    private final SecretsState state;
    private final SecretCiphers ciphers;

    SecretReading(SecretsState state, SecretCiphers ciphers) {
        this.state = state;
        this.ciphers = ciphers;
    }

    void addTo(Operations operations) {
        operations
                .reading("GetSecretValue", this::getSecretValue)
                .reading("BatchGetSecretValue", this::batchGetSecretValue)
                .reading("ListSecretVersionIds", this::listSecretVersionIds);
    }

    private ObjectNode getSecretValue(AwsCall call) {
        StoredSecret secret = state.readable(call, call.input().required("SecretId"));
        return value(secret, version(secret, call.input()));
    }

    private ObjectNode batchGetSecretValue(AwsCall call) {
        AwsInput input = call.input();
        List<String> ids = input.list("SecretIdList");
        List<AwsInput> filters = input.objects("Filters");
        if (!ids.isEmpty() && (input.has("MaxResults") || input.has("NextToken"))) {
            throw new AwsError(
                    "InvalidParameterException",
                    "MaxResults and NextToken page through what Filters find; with a SecretIdList leave them out.");
        }
        if (ids.isEmpty() == filters.isEmpty() || ids.size() > MOST_SECRETS) {
            throw new AwsError(
                    "InvalidParameterException",
                    "Either a SecretIdList of 1 to " + MOST_SECRETS + " secrets or Filters must be provided, but not"
                            + " both.");
        }
        @Nullable String next = null;
        if (ids.isEmpty()) {
            MarkedPage<StoredSecret> page = MarkedPage.of(
                    call,
                    MarkedPage.Style.secrets(MOST_SECRETS),
                    SecretFilters.matching(state.all(), filters),
                    StoredSecret::name);
            ids = page.items().stream().map(StoredSecret::arn).toList();
            next = page.next();
        }
        ObjectNode answer = JsonBody.object();
        ArrayNode values = answer.putArray("SecretValues");
        ArrayNode errors = answer.putArray("Errors");
        for (String id : ids) {
            try {
                StoredSecret secret = state.readable(call, id);
                values.add(value(secret, staged(secret, SecretVersion.CURRENT)));
            } catch (AwsError e) {
                ObjectNode error = JsonBody.object().put("SecretId", id).put("ErrorCode", e.code());
                AwsJson.putText(error, "Message", e.getMessage());
                errors.add(error);
            }
        }
        AwsJson.putText(answer, "NextToken", next);
        return answer;
    }

    private ObjectNode listSecretVersionIds(AwsCall call) {
        AwsInput input = call.input();
        StoredSecret secret = state.evenDeleted(call);
        List<SecretVersion> wanted = new ArrayList<>(secret.versions());
        wanted.removeIf(version -> version.stages().isEmpty() && !input.flag("IncludeDeprecated"));
        MarkedPage<SecretVersion> page = MarkedPage.of(call, MarkedPage.Style.secrets(100), wanted, SecretVersion::id);
        List<SecretVersion> newestFirst = page.items().stream()
                .sorted(Comparator.comparing(SecretVersion::created).reversed())
                .toList();
        ObjectNode answer = JsonBody.object().put("ARN", secret.arn()).put("Name", secret.name());
        answer.set("Versions", JsonBody.array(newestFirst, SecretReading::describe));
        AwsJson.putText(answer, "NextToken", page.next());
        return answer;
    }

    private static ObjectNode describe(SecretVersion version) {
        ObjectNode json = JsonBody.object().put("VersionId", version.id());
        AwsJson.putTime(json, "CreatedDate", version.created());
        json.set("VersionStages", AwsJson.texts(version.stages()));
        json.set(
                "KmsKeyIds",
                AwsJson.texts(
                        List.of(version.keyReference() == null ? "DefaultEncryptionKey" : version.keyReference())));
        return json;
    }

    private static SecretVersion version(StoredSecret secret, AwsInput input) {
        @Nullable String id = input.text("VersionId");
        @Nullable String stage = input.text("VersionStage");
        if (id == null) {
            return staged(secret, stage == null ? SecretVersion.CURRENT : stage);
        }
        SecretVersion version = secret.version(id);
        if (version == null) {
            throw notFound("VersionId: " + id);
        }
        if (stage != null && !version.isStaged(stage)) {
            throw new AwsError(
                    "InvalidRequestException",
                    "You provided a VersionStage that is not associated to the provided VersionId.");
        }
        return version;
    }

    private static SecretVersion staged(StoredSecret secret, String stage) {
        SecretVersion version = secret.staged(stage);
        if (version == null) {
            throw notFound("staging label: " + stage);
        }
        return version;
    }

    private ObjectNode value(StoredSecret secret, SecretVersion version) {
        ObjectNode answer = JsonBody.object()
                .put("ARN", secret.arn())
                .put("Name", secret.name())
                .put("VersionId", version.id());
        version.content().opened(ciphers, secret.arn(), version.id()).putInto(answer);
        answer.set("VersionStages", AwsJson.texts(version.stages()));
        AwsJson.putTime(answer, "CreatedDate", version.created());
        return answer;
    }

    private static AwsError notFound(String what) {
        return new AwsError(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for " + what);
    }
}
