package io.spicerack.core.trail;

import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The key watch's calls of DescribeKey: on record are all of them, before they are made and after, or those alone that saw
 * something else than the one before. Thread-safe.
 */
public final class KeyLooks {
    private final KeyService keys;
    private final LookRecords.Which records;
    private final Trail trail;
    private final Map<KeyReference, String> seenBefore = new ConcurrentHashMap<>();

    /** @param keys KMS itself: what goes on record is put there here */
    public KeyLooks(KeyService keys, LookRecords.Which records, Trail trail) {
        this.keys = keys;
        this.records = records;
        this.trail = trail;
    }

    /**
     * Asks KMS how a key is; {@code seen} is told, even where the answer cannot be put on record. {@link
     * KeyUnavailableException} where KMS gave none.
     */
    public void look(KeyReference key, Consumer<KeyState> seen) {
        TrailCall begun = records == LookRecords.Which.ALL
                ? trail.begin(events -> events.kms().describeKey(key, Outcome.UNKNOWN))
                : null;
        KeyDescription description;
        try {
            description = keys.describe(key);
        } catch (KeyUnavailableException e) {
            Outcome.Failure failure = KmsErrorCodes.failure(e);
            end(begun, key, failure, failure.code());
            throw e;
        } catch (RuntimeException | Error e) {
            end(begun, key, Outcome.UNKNOWN, Outcome.UNKNOWN.code());
            throw e;
        }
        KeyState state = description.state();
        try {
            end(begun, key, AuditedKeyService.found(Outcome.SUCCESS, description), state.name());
        } finally {
            seen.accept(state);
        }
    }

    private void end(@Nullable TrailCall begun, KeyReference key, Outcome outcome, String saw) {
        String before = seenBefore.put(key, saw);
        if (begun != null) {
            begun.ended(events -> events.kms().describeKey(key, outcome));
        } else if (!saw.equals(before == null ? KeyState.Enabled.name() : before)) {
            trail.append(events -> events.kms().describeKey(key, outcome));
        }
    }
}
