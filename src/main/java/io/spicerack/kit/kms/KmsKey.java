package io.spicerack.kit.kms;

import io.spicerack.model.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A KMS key as it is kept. Immutable: a change makes another.
 *
 * @param materials oldest first; the last one encrypts; none for an asymmetric or HMAC key
 * @param rsa the key pair of an RSA key; none for another
 */
public record KmsKey(
        Identity identity,
        String description,
        Status status,
        String policy,
        Map<String, String> tags,
        List<KmsKeyMaterial> materials,
        @Nullable RsaMaterial rsa,
        Rotation rotation) {

    /** What never changes about a key. */
    record Identity(String id, String arn, KeySpec spec, KeySpec.KeyUsage usage, Instant created) {}

    /**
     * Whether a key can be used.
     *
     * @param deletion when a key that is pending deletion goes
     * @param windowInDays how long the deletion waits
     */
    record Status(KeyState state, @Nullable Instant deletion, @Nullable Integer windowInDays) {
        static Status of(KeyState state) {
            return new Status(state, null, null);
        }
    }

    /**
     * Yearly rotation as it was asked for.
     *
     * @param start when the current period began; null when rotation is off
     */
    record Rotation(@Nullable Instant start, int periodInDays) {
        static final Rotation OFF = new Rotation(null, 365);
    }

    public KmsKey {
        tags = Map.copyOf(tags);
        materials = List.copyOf(materials);
    }

    String id() {
        return identity.id();
    }

    public String arn() {
        return identity.arn();
    }

    KmsKeyMaterial current() {
        return materials.get(materials.size() - 1);
    }

    @Nullable
    KmsKeyMaterial material(String id) {
        return materials.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    KmsKey with(Status newStatus) {
        return new KmsKey(identity, description, newStatus, policy, tags, materials, rsa, rotation);
    }

    KmsKey with(Rotation newRotation) {
        return new KmsKey(identity, description, status, policy, tags, materials, rsa, newRotation);
    }

    KmsKey withPolicy(String newPolicy) {
        return new KmsKey(identity, description, status, newPolicy, tags, materials, rsa, rotation);
    }

    KmsKey withDescription(String newDescription) {
        return new KmsKey(identity, newDescription, status, policy, tags, materials, rsa, rotation);
    }

    KmsKey withTags(Map<String, String> newTags) {
        return new KmsKey(identity, description, status, policy, newTags, materials, rsa, rotation);
    }

    KmsKey rotated(KmsKeyMaterial fresh) {
        List<KmsKeyMaterial> all = new ArrayList<>(materials);
        all.add(fresh);
        return new KmsKey(identity, description, status, policy, tags, all, rsa, rotation);
    }
}
