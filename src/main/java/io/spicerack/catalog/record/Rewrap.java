package io.spicerack.catalog.record;

import io.spicerack.model.KeyReference;
import java.time.Instant;

/** That a version's data key was wrapped anew without being opened: when, and from which KMS key. Immutable. */
public record Rewrap(Instant at, KeyReference from) {
    public Rewrap {
        at = StoredTime.of(at);
    }
}
