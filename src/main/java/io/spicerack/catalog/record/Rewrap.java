package io.spicerack.catalog.record;

import io.spicerack.model.Arn;
import java.time.Instant;

/** That a version's data key was wrapped anew without being opened: when, and from which KMS key. Immutable. */
public record Rewrap(Instant at, Arn from) {
    public Rewrap {
        at = StoredTime.of(at);
    }
}
