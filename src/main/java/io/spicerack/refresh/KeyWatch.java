package io.spicerack.refresh;

import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyState;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the keys that protect live data. A route observes them; as soon as one is not Enabled, whatever is
 * open under it is cut. Thread-safe.
 */
public final class KeyWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyWatch.class);

    /** What the last look at a key saw, and when. */
    public record Observation(KeyState state, Instant seen) {}

    private final Supplier<Set<Arn>> protecting;
    private final Trail trail;
    private final Clock clock;
    private final Map<Arn, Observation> observations = new ConcurrentHashMap<>();
    private final Set<KeyUse> uses = new CopyOnWriteArraySet<>();

    KeyWatch(Supplier<Set<Arn>> protecting, Trail trail, Clock clock) {
        this.protecting = protecting;
        this.trail = trail;
        this.clock = clock;
    }

    /** The keys to look at: every key that protects a version, and every registered one. */
    public Set<Arn> watched() {
        return protecting.get();
    }

    /** Takes in what DescribeKey said. */
    public void observed(Arn key, KeyState state) {
        Observation before = observations.put(key, new Observation(state, clock.instant()));
        boolean changed = before == null ? state != KeyState.Enabled : before.state() != state;
        if (!changed) {
            return;
        }
        KeyState from = before == null ? KeyState.Enabled : before.state();
        if (state != KeyState.Enabled) {
            int cut = cut(key, state);
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("state", state)
                    .addKeyValue("cut", cut)
                    .log("a key cannot be used any more: readers and refreshes under it were cut");
        } else {
            LOGGER.atInfo().addKeyValue("key", key).log("a key is Enabled again");
        }
        trail.append(events -> events.service().keyStateChange(key, from, state));
    }

    /** Takes in that KMS gave no answer: nothing is cut yet, since open readers ask KMS themselves within their bound. */
    public void unanswered(Arn key, String why) {
        LOGGER.atWarn().addKeyValue("key", key).addKeyValue("reason", why).log("KMS did not say how a key is");
    }

    /** What the last look saw; empty before the first one. */
    public Optional<Observation> observation(Arn key) {
        return Optional.ofNullable(observations.get(key));
    }

    /** From now on {@code use} is cut with its key; one whose key was seen unusable meanwhile is cut at once. */
    void enter(KeyUse use) {
        uses.add(use);
        Observation seen = observations.get(use.key());
        if (seen != null && seen.state() != KeyState.Enabled && seen.seen().isAfter(use.proven())) {
            cut(use, unusable(use.key(), seen.state()));
        }
    }

    void leave(KeyUse use) {
        uses.remove(use);
    }

    Set<KeyUse> uses() {
        return Set.copyOf(uses);
    }

    private static KeyUnavailableException unusable(Arn key, KeyState state) {
        return new KeyUnavailableException(
                key,
                state == KeyState.Disabled ? Reason.DISABLED : Reason.INVALID_STATE,
                "KMS key " + key + " is " + state + ". Enable the key, or refresh under another default key.",
                null);
    }

    private static int cut(KeyUse use, KeyUnavailableException why) {
        try {
            use.cut(why);
            return 1;
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("use", use)
                    .setCause(e)
                    .log("a use of a key did not end cleanly when it was cut");
            return 0;
        }
    }

    private int cut(Arn key, KeyState state) {
        KeyUnavailableException why = unusable(key, state);
        int cut = 0;
        for (KeyUse use : uses) {
            if (use.key().equals(key)) {
                cut += cut(use, why);
            }
        }
        return cut;
    }
}
