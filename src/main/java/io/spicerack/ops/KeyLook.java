package io.spicerack.ops;

import io.spicerack.core.keys.KeyWatch;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the last look at a key saw, how old that is, and whether it is still to be taken for so. Immutable. */
public final class KeyLook {
    private final String keyArn;
    private final @Nullable String state;
    private final long ageSeconds;
    private final boolean stale;
    private final long silentSeconds;
    private final @Nullable String reason;

    private KeyLook(KeyReference key, KeyWatch watch) {
        this.keyArn = key.toString();
        this.state = watch.observation(key).map(look -> look.state().name()).orElse(null);
        this.ageSeconds = seconds(watch.age(key));
        this.stale = watch.isStale(key);
        this.silentSeconds = seconds(watch.silentFor(key));
        this.reason = watch.silence(key).map(KeyWatch.Silence::reason).orElse(null);
    }

    private static long seconds(Optional<Duration> time) {
        return time.map(Duration::toSeconds).orElse(-1L);
    }

    /** Every key in use, in the order of their ARNs. */
    public static List<KeyLook> all(KeyWatch keyWatch) {
        return keyWatch.watched().stream()
                .sorted(Comparator.comparing(KeyReference::toString))
                .map(key -> of(key, keyWatch))
                .toList();
    }

    /** One key, also where nothing of it is known. */
    public static KeyLook of(KeyReference key, KeyWatch keyWatch) {
        return new KeyLook(key, keyWatch);
    }

    public String getKeyArn() {
        return keyArn;
    }

    /** KMS's word for it as of the last look that it answered; null before that. */
    public @Nullable String getState() {
        return state;
    }

    /** Seconds since that look; -1 before it. */
    public long getAgeSeconds() {
        return ageSeconds;
    }

    /** Whether the state is too old to be taken for so: KMS does not answer, or nobody looks. */
    public boolean isStale() {
        return stale;
    }

    /** Seconds since KMS has not answered; -1 while it does. */
    public long getSilentSeconds() {
        return silentSeconds;
    }

    /** Why KMS gave no answer; null while it does. */
    public @Nullable String getReason() {
        return reason;
    }

    /** Whether it is known to be Enabled, now. Before the first look nothing speaks against it. */
    boolean well() {
        return !stale && (state == null || state.equals(KeyState.Enabled.name()));
    }

    /** The state where it may be taken for so, else {@code unknown}. */
    public String known() {
        if (stale) {
            return "unknown";
        }
        return state == null ? "not looked at yet" : state;
    }
}
