package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.model.KeyState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KMS's operations on keys as such: create, describe, list, enable, disable, schedule and cancel deletion. */
final class KmsKeys {
    /** KMS's error for what a KMS of this kind does not do. */
    static final String UNSUPPORTED = "UnsupportedOperationException";

    private final KmsState state;
    private final KeyAccess access;
    private final SecureRandom random;

    KmsKeys(KmsState state, KeyAccess access, SecureRandom random) {
        this.state = state;
        this.access = access;
        this.random = random;
    }

    void addTo(Operations operations) {
        operations
                .changing("CreateKey", this::createKey)
                .refusing(UNSUPPORTED, "CreateKey", "XksKeyId")
                .reading("DescribeKey", this::describeKey)
                .reading("ListKeys", this::listKeys)
                .changing("EnableKey", call -> switchTo(call, KeyState.Enabled))
                .changing("DisableKey", call -> switchTo(call, KeyState.Disabled))
                .changing("UpdateKeyDescription", this::updateKeyDescription)
                .changing("ScheduleKeyDeletion", this::scheduleKeyDeletion)
                .changing("CancelKeyDeletion", this::cancelKeyDeletion);
    }

    private ObjectNode createKey(AwsCall call) {
        AwsInput input = call.input();
        String origin = input.text("Origin", "AWS_KMS");
        if (!origin.equals("AWS_KMS") || input.flag("MultiRegion") || input.has("CustomKeyStoreId")) {
            throw new AwsError(
                    "UnsupportedOperationException",
                    "The local KMS makes keys of Origin AWS_KMS in one Region and in no custom key store only.");
        }
        if (input.has("KeySpec") && input.has("CustomerMasterKeySpec")) {
            throw AwsError.validation("KeySpec and CustomerMasterKeySpec mean the same; give one of them.");
        }
        KeySpec spec = oneOf(
                "keySpec",
                input.text("KeySpec", input.text("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")),
                KeySpec.values());
        KeySpec.KeyUsage usage = usage(input, spec);
        String policy = input.text("Policy", KmsPolicies.defaultPolicy(state.account()));
        KmsPolicies.check(policy, call);
        state.destroyDue();
        Instant now = state.clock().instant();
        String id = state.newKeyId();
        KmsKey key = new KmsKey(
                new KmsKey.Identity(id, state.arn("key/" + id), spec, usage, now),
                input.text("Description", ""),
                KmsKey.Status.of(KeyState.Enabled),
                policy,
                input.tags("TagKey", "TagValue"),
                spec == KeySpec.SYMMETRIC_DEFAULT ? List.of(KmsKeyMaterial.fresh(now, random)) : List.of(),
                spec.rsaBits() > 0 ? RsaMaterial.fresh(spec.rsaBits(), random) : null,
                KmsKey.Rotation.OFF);
        state.put(key);
        return JsonBody.object().set("KeyMetadata", metadata(key));
    }

    private static KeySpec.KeyUsage usage(AwsInput input, KeySpec spec) {
        String text = input.text("KeyUsage");
        if (text == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
            throw AwsError.validation("You must specify a KeyUsage value for an asymmetric or HMAC KMS key.");
        }
        KeySpec.KeyUsage usage = oneOf("keyUsage", text == null ? "ENCRYPT_DECRYPT" : text, KeySpec.KeyUsage.values());
        if (!spec.usages().contains(usage)) {
            throw AwsError.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
        }
        return usage;
    }

    private static <E extends Enum<E>> E oneOf(String member, String text, E[] values) {
        for (E value : values) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw AwsError.validation("1 validation error detected: Value '" + text + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + Arrays.toString(values));
    }

    private ObjectNode describeKey(AwsCall call) {
        KmsKey key = state.keyOrAlias(call.input().required("KeyId"));
        access.checkTokens(call);
        access.permit(call, key, "DescribeKey", Map.of());
        return JsonBody.object().set("KeyMetadata", metadata(key));
    }

    private ObjectNode listKeys(AwsCall call) {
        MarkedPage<KmsKey> page = MarkedPage.of(call, MarkedPage.Style.kms(1000, 100), state.keys(), KmsKey::id);
        return page.json().set("Keys", JsonBody.array(page.items(), key -> JsonBody.object()
                .put("KeyId", key.id())
                .put("KeyArn", key.arn())));
    }

    private ObjectNode switchTo(AwsCall call, KeyState wanted) {
        KmsKey key = access.administered(call);
        KeyAccess.requireNotPendingDeletion(key);
        state.put(key.with(KmsKey.Status.of(wanted)));
        return JsonBody.object();
    }

    private ObjectNode updateKeyDescription(AwsCall call) {
        KmsKey key = access.administered(call);
        KeyAccess.requireNotPendingDeletion(key);
        state.put(key.withDescription(call.input().required("Description")));
        return JsonBody.object();
    }

    private ObjectNode scheduleKeyDeletion(AwsCall call) {
        KmsKey key = access.administered(call);
        KeyAccess.requireNotPendingDeletion(key);
        int days = call.input().integer("PendingWindowInDays", 7, 30, 30);
        Instant deletion = state.clock().instant().plus(Duration.ofDays(days));
        state.put(key.with(new KmsKey.Status(KeyState.PendingDeletion, deletion, days)));
        ObjectNode answer = JsonBody.object()
                .put("KeyId", key.arn())
                .put("KeyState", KeyState.PendingDeletion.name())
                .put("PendingWindowInDays", days);
        AwsJson.putTime(answer, "DeletionDate", deletion);
        return answer;
    }

    private ObjectNode cancelKeyDeletion(AwsCall call) {
        KmsKey key = access.administered(call);
        if (key.status().state() != KeyState.PendingDeletion) {
            throw new AwsError("KMSInvalidStateException", key.arn() + " is not pending deletion.");
        }
        state.put(key.with(KmsKey.Status.of(KeyState.Disabled)));
        return JsonBody.object().put("KeyId", key.arn());
    }

    private ObjectNode metadata(KmsKey key) {
        KmsKey.Identity identity = key.identity();
        ObjectNode json = JsonBody.object()
                .put("AWSAccountId", state.account().id())
                .put("KeyId", key.id())
                .put("Arn", key.arn())
                .put("Enabled", key.status().state() == KeyState.Enabled)
                .put("Description", key.description())
                .put("KeyUsage", identity.usage().name())
                .put("KeyState", key.status().state().name())
                .put("Origin", "AWS_KMS")
                .put("KeyManager", "CUSTOMER")
                .put("KeySpec", identity.spec().name())
                .put("CustomerMasterKeySpec", identity.spec().name())
                .put("MultiRegion", false);
        AwsJson.putTime(json, "CreationDate", identity.created());
        AwsJson.putTime(json, "DeletionDate", key.status().deletion());
        @Nullable Integer window = key.status().windowInDays();
        if (window != null) {
            json.put("PendingDeletionWindowInDays", window);
        }
        putAlgorithms(json, key);
        if (!key.materials().isEmpty()) {
            json.put("CurrentKeyMaterialId", key.current().id());
        }
        return json;
    }

    /** What the key can be asked to do. */
    static void putAlgorithms(ObjectNode json, KmsKey key) {
        KeySpec spec = key.identity().spec();
        switch (key.identity().usage()) {
            case ENCRYPT_DECRYPT -> json.set("EncryptionAlgorithms", AwsJson.texts(spec.encryptionAlgorithms()));
            case SIGN_VERIFY -> json.set("SigningAlgorithms", AwsJson.texts(spec.signingAlgorithms()));
            case GENERATE_VERIFY_MAC -> {}
        }
    }
}
