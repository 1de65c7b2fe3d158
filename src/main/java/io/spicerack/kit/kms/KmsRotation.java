package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** KMS's operations on the rotation of key material; what older material sealed still opens. */
final class KmsRotation {
    /** KMS's quota of rotations on demand over a key's life. */
    private static final int MOST_ROTATIONS = 25;

    private final KmsState state;
    private final KeyAccess access;
    private final SecureRandom random;

    KmsRotation(KmsState state, KeyAccess access, SecureRandom random) {
        this.state = state;
        this.access = access;
        this.random = random;
    }

    void addTo(Operations operations) {
        operations
                .changing("EnableKeyRotation", this::enable)
                .changing("DisableKeyRotation", this::disable)
                .reading("GetKeyRotationStatus", this::status)
                .reading("ListKeyRotations", this::list)
                .changing("RotateKeyOnDemand", this::rotate);
    }

    private ObjectNode enable(AwsCall call) {
        KmsKey key = rotatable(call);
        KeyAccess.requireEnabled(key);
        int days = call.input().integer("RotationPeriodInDays", 90, 2560, 365);
        state.put(key.with(new KmsKey.Rotation(state.clock().instant(), days)));
        return JsonBody.object();
    }

    private ObjectNode disable(AwsCall call) {
        KmsKey key = rotatable(call);
        KeyAccess.requireEnabled(key);
        state.put(key.with(KmsKey.Rotation.OFF));
        return JsonBody.object();
    }

    private ObjectNode status(AwsCall call) {
        KmsKey key = rotatable(call);
        @Nullable Instant start = key.rotation().start();
        ObjectNode answer = JsonBody.object().put("KeyId", key.arn()).put("KeyRotationEnabled", start != null);
        if (start != null) {
            int days = key.rotation().periodInDays();
            answer.put("RotationPeriodInDays", days);
            AwsJson.putTime(answer, "NextRotationDate", start.plus(Duration.ofDays(days)));
        }
        return answer;
    }

    private ObjectNode list(AwsCall call) {
        KmsKey key = rotatable(call);
        List<KmsKeyMaterial> materials = key.materials();
        boolean first =
                call.input().text("IncludeKeyMaterial", "ROTATIONS_ONLY").equals("ALL_KEY_MATERIAL");
        MarkedPage<Integer> page = MarkedPage.of(
                call,
                MarkedPage.Style.kms(1000, 100),
                IntStream.range(first ? 0 : 1, materials.size()).boxed().toList(),
                // by age
                place -> String.format(Locale.ROOT, "%04d", place));
        return page.json().set("Rotations", JsonBody.array(page.items(), place -> rotation(key, place)));
    }

    private static ObjectNode rotation(KmsKey key, int place) {
        KmsKeyMaterial material = key.materials().get(place);
        ObjectNode rotation = JsonBody.object()
                .put("KeyId", key.arn())
                .put("KeyMaterialId", material.id())
                .put("KeyMaterialState", material.equals(key.current()) ? "CURRENT" : "NON_CURRENT");
        if (place > 0) {
            rotation.put("RotationType", "ON_DEMAND");
            AwsJson.putTime(rotation, "RotationDate", material.created());
        }
        return rotation;
    }

    private ObjectNode rotate(AwsCall call) {
        KmsKey key = rotatable(call);
        KeyAccess.requireEnabled(key);
        if (key.materials().size() > MOST_ROTATIONS) {
            throw new AwsError(
                    "LimitExceededException",
                    key.arn() + " was rotated on demand " + MOST_ROTATIONS
                            + " times, which is the most; use a new key");
        }
        state.put(key.rotated(KmsKeyMaterial.fresh(state.clock().instant(), random)));
        return JsonBody.object().put("KeyId", key.arn());
    }

    private KmsKey rotatable(AwsCall call) {
        KmsKey key = access.administered(call);
        if (key.materials().isEmpty()) {
            throw new AwsError(
                    "UnsupportedOperationException",
                    key.arn() + " is of key spec " + key.identity().spec()
                            + "; only SYMMETRIC_DEFAULT keys have rotation.");
        }
        return key;
    }
}
