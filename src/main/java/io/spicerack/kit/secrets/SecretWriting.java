package io.spicerack.kit.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.kms.SecretCiphers;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.Operations;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets Manager's operations that write values: create, put, update, move staging labels. */
final class SecretWriting {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final String INVALID = "InvalidParameterException";
    private static final int LEAST_TOKEN = 32;
    private static final int MOST_TOKEN = 64;

    private final SecretsState state;
    private final SecretCiphers ciphers;

    SecretWriting(SecretsState state, SecretCiphers ciphers) {
        this.state = state;
        this.ciphers = ciphers;
    }

    void addTo(Operations operations) {
        operations
                .changing("CreateSecret", this::createSecret)
                .refusing(INVALID, "CreateSecret", "AddReplicaRegions", "ForceOverwriteReplicaSecret", "Type")
                .changing("PutSecretValue", this::putSecretValue)
                .refusing(INVALID, "PutSecretValue", "RotationToken")
                .changing("UpdateSecret", this::updateSecret)
                .refusing(INVALID, "UpdateSecret", "Type")
                .changing("UpdateSecretVersionStage", this::updateSecretVersionStage);
    }

    private ObjectNode createSecret(AwsCall call) {
        AwsInput input = call.input();
        String name = input.required("Name");
        if (!NAME.matcher(name).matches()) {
            throw new AwsError(
                    "ValidationException",
                    "Invalid name '" + name + "'. Must be a valid name containing alphanumeric characters, or any of"
                            + " the following: -/_+=.@!");
        }
        StoredSecret existing = state.named(name);
        if (existing != null) {
            return sameCreation(call, existing);
        }
        StoredSecret secret = new StoredSecret(
                state.newArn(name),
                name,
                new StoredSecret.Details(input.text("Description"), input.text("KmsKeyId"), input.tags("Key", "Value")),
                new StoredSecret.Dates(state.now(), state.now(), null, null),
                null,
                List.of());
        return SecretContent.isIn(input) ? writeVersion(call, secret, List.of(SecretVersion.CURRENT)) : saved(secret);
    }

    /** Creating again with the token and the value of the first time is a retry, not a second secret. */
    private ObjectNode sameCreation(AwsCall call, StoredSecret existing) {
        if (existing.dates().deleted() != null) {
            throw new AwsError(
                    "InvalidRequestException",
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        String token = call.input().text("ClientRequestToken");
        SecretVersion version = token == null ? null : existing.version(token);
        if (version == null || !SecretContent.isIn(call.input()) || !holds(existing, version, call.input())) {
            throw new AwsError(
                    "ResourceExistsException",
                    "The operation failed because the secret " + existing.name() + " already exists.");
        }
        return answer(existing, version);
    }

    private ObjectNode putSecretValue(AwsCall call) {
        StoredSecret secret = state.secret(call);
        Set<String> labels = new TreeSet<>(call.input().list("VersionStages"));
        if (labels.isEmpty() || secret.versions().isEmpty()) {
            // a secret's first version is current, whatever else it is
            labels.add(SecretVersion.CURRENT);
        }
        return writeVersion(call, secret, List.copyOf(labels));
    }

    private ObjectNode updateSecret(AwsCall call) {
        AwsInput input = call.input();
        StoredSecret secret = state.secret(call);
        StoredSecret.Details old = secret.details();
        @Nullable String key = input.text("KmsKeyId");
        @Nullable String description = input.text("Description");
        StoredSecret described = secret.with(new StoredSecret.Details(
                description == null ? old.description() : description,
                key == null ? old.keyReference() : key,
                old.tags()));
        return SecretContent.isIn(input)
                ? writeVersion(call, described, List.of(SecretVersion.CURRENT))
                : saved(described.withVersions(described.versions(), state.now()));
    }

    private ObjectNode writeVersion(AwsCall call, StoredSecret secret, List<String> labels) {
        SecretContent content = SecretContent.read(call.input());
        String id = versionId(call.input());
        SecretVersion existing = secret.version(id);
        if (existing != null) {
            if (!holds(secret, existing, call.input())) {
                throw new AwsError(
                        "ResourceExistsException",
                        "A version with the ID " + id + " already exists and holds another value.");
            }
            return answer(secret, existing);
        }
        String key = secret.details().keyReference();
        SecretVersion version = new SecretVersion(
                id, state.now(), Set.of(), key, key == null ? content : content.sealed(ciphers, key, secret.arn(), id));
        StoredSecret changed = secret.withVersion(version, labels, state.now());
        state.put(changed);
        SecretVersion kept = changed.version(id);
        return answer(changed, kept == null ? version : kept);
    }

    private boolean holds(StoredSecret secret, SecretVersion version, AwsInput input) {
        return version.content().opened(ciphers, secret.arn(), version.id()).isSameAs(SecretContent.read(input));
    }

    private static String versionId(AwsInput input) {
        String token = input.text("ClientRequestToken");
        if (token == null) {
            return UUID.randomUUID().toString();
        }
        if (token.length() < LEAST_TOKEN || token.length() > MOST_TOKEN) {
            throw new AwsError(
                    "InvalidParameterException",
                    "ClientRequestToken must have " + LEAST_TOKEN + " to " + MOST_TOKEN + " characters, not "
                            + token.length() + ".");
        }
        return token;
    }

    private ObjectNode updateSecretVersionStage(AwsCall call) {
        AwsInput input = call.input();
        StoredSecret secret = state.secret(call);
        String stage = input.required("VersionStage");
        @Nullable String from = input.text("RemoveFromVersionId");
        @Nullable String to = input.text("MoveToVersionId");
        SecretVersion holder = secret.staged(stage);
        if (from != null && (holder == null || !holder.id().equals(from))) {
            throw parameter("The staging label " + stage + " is not attached to version " + from + ".");
        }
        if (to == null) {
            if (from == null) {
                throw parameter("You must specify RemoveFromVersionId or MoveToVersionId.");
            }
            if (stage.equals(SecretVersion.CURRENT)) {
                throw parameter("You can only move staging label AWSCURRENT to a different secret version. It can't"
                        + " be completely removed.");
            }
            return saved(secret.unlabelled(stage, state.now()));
        }
        if (secret.version(to) == null) {
            throw new AwsError(
                    "ResourceNotFoundException",
                    "Secrets Manager can't find the specified secret value for VersionId: " + to);
        }
        if (holder != null && from == null && !holder.id().equals(to)) {
            throw parameter("The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                    + " is currently attached to version " + holder.id()
                    + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        return saved(secret.labelled(stage, to, state.now()));
    }

    private ObjectNode saved(StoredSecret secret) {
        state.put(secret);
        return JsonBody.object().put("ARN", secret.arn()).put("Name", secret.name());
    }

    private static ObjectNode answer(StoredSecret secret, SecretVersion version) {
        return JsonBody.object()
                .put("ARN", secret.arn())
                .put("Name", secret.name())
                .put("VersionId", version.id())
                .set("VersionStages", AwsJson.texts(version.stages()));
    }

    private static AwsError parameter(String message) {
        return new AwsError("InvalidParameterException", message);
    }
}
