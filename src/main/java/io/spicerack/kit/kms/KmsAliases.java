package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** KMS's operations on aliases. */
final class KmsAliases {
    private static final Pattern NAME = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

    private final KmsState state;
    private final KeyAccess access;

    KmsAliases(KmsState state, KeyAccess access) {
        this.state = state;
        this.access = access;
    }

    void addTo(Operations operations) {
        operations
                .changing("CreateAlias", this::createAlias)
                .changing("UpdateAlias", this::updateAlias)
                .changing("DeleteAlias", this::deleteAlias)
                .reading("ListAliases", this::listAliases);
    }

    private ObjectNode createAlias(AwsCall call) {
        String name = name(call);
        KmsKey key = target(call);
        if (state.aliases().find(name) != null) {
            throw new AwsError(
                    "AlreadyExistsException", "An alias with the name " + state.arn(name) + " already exists");
        }
        Instant now = state.clock().instant();
        state.aliases().put(new KmsAlias(name, key.id(), now, now));
        return JsonBody.object();
    }

    private ObjectNode updateAlias(AwsCall call) {
        KmsAlias alias = state.alias(name(call));
        KmsKey key = target(call);
        KmsKey old = state.key(alias.keyId());
        if (old.identity().usage() != key.identity().usage()
                || old.materials().isEmpty() != key.materials().isEmpty()) {
            throw AwsError.validation(
                    "The current and new KMS key of " + alias.name() + " must be of one type and have one key usage");
        }
        state.aliases()
                .put(new KmsAlias(
                        alias.name(), key.id(), alias.created(), state.clock().instant()));
        return JsonBody.object();
    }

    private ObjectNode deleteAlias(AwsCall call) {
        KmsAlias alias = state.alias(name(call));
        KmsKey key = state.findById(alias.keyId());
        if (key != null) {
            access.permit(call, key, call.operation(), Map.of());
        }
        state.aliases().remove(alias.name());
        return JsonBody.object();
    }

    private ObjectNode listAliases(AwsCall call) {
        AwsInput input = call.input();
        @Nullable String keyId = input.text("KeyId");
        @Nullable KmsKey only = keyId == null ? null : state.key(keyId);
        List<KmsAlias> wanted = state.aliases().all().stream()
                .filter(alias -> only == null || alias.keyId().equals(only.id()))
                .toList();
        MarkedPage<KmsAlias> page = MarkedPage.of(call, MarkedPage.Style.kms(100, 50), wanted, KmsAlias::name);
        return page.json().set("Aliases", JsonBody.array(page.items(), this::describe));
    }

    private ObjectNode describe(KmsAlias alias) {
        ObjectNode json = JsonBody.object()
                .put("AliasName", alias.name())
                .put("AliasArn", state.arn(alias.name()))
                .put("TargetKeyId", alias.keyId());
        AwsJson.putTime(json, "CreationDate", alias.created());
        AwsJson.putTime(json, "LastUpdatedDate", alias.updated());
        return json;
    }

    private KmsKey target(AwsCall call) {
        KmsKey key = state.key(call.input().required("TargetKeyId"));
        access.permit(call, key, call.operation(), Map.of());
        KeyAccess.requireNotPendingDeletion(key);
        return key;
    }

    private static String name(AwsCall call) {
        String name = call.input().required("AliasName");
        if (!NAME.matcher(name).matches()) {
            throw AwsError.validation(
                    "Alias '" + name + "' must start with the prefix \"alias/\" and go on with 1 to 250"
                            + " letters, digits, '/', '_' or '-'. Please see"
                            + " https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html");
        }
        if (name.startsWith("alias/aws/")) {
            throw new AwsError("InvalidAliasNameException", "Alias '" + name + "': the prefix alias/aws/ is reserved");
        }
        return name;
    }
}
