package io.spicerack.core.revoke;

import io.spicerack.core.keys.ReservedKey;
import io.spicerack.model.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What shuts keys on purpose.
 *
 * @param drillKey the key that drills may disable, which seals nothing but their canary; null where there are no drills
 */
public record RevocationConfig(KeySwitch keySwitch, @Nullable Arn drillKey) {
    /** Neither lock-downs nor drills. */
    public static final RevocationConfig NONE = new RevocationConfig(KeySwitch.NONE, null);

    /** What drills alone use. */
    public Optional<ReservedKey> reserved() {
        return Optional.ofNullable(drillKey).map(key -> new ReservedKey(Drill.CANARY, key));
    }
}
