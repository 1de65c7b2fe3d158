package io.spicerack.ops;

import io.spicerack.core.keys.KeyWatch;
import io.spicerack.model.KeyReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the last look at a key saw, as JMX shows it. Immutable. */
public final class KeyLook {
    private final String keyArn;
    private final @Nullable String state;
    private final long ageSeconds;

    private KeyLook(KeyReference key, Optional<KeyWatch.Observation> seen, Optional<Duration> age) {
        this.keyArn = key.toString();
        this.state = seen.map(look -> look.state().name()).orElse(null);
        this.ageSeconds = age.map(Duration::toSeconds).orElse(-1L);
    }

    /** Every key in use, in the order of their ARNs. */
    public static List<KeyLook> all(KeyWatch keyWatch) {
        return keyWatch.watched().stream()
                .sorted(Comparator.comparing(KeyReference::toString))
                .map(key -> new KeyLook(key, keyWatch.observation(key), keyWatch.age(key)))
                .toList();
    }

    public String getKeyArn() {
        return keyArn;
    }

    /** KMS's word for it; null before the first look. */
    public @Nullable String getState() {
        return state;
    }

    /** Seconds since the look; -1 before the first one. */
    public long getAgeSeconds() {
        return ageSeconds;
    }
}
