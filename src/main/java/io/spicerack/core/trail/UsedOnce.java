package io.spicerack.core.trail;

import io.spicerack.catalog.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The signatures of requests that change something, so that a captured one cannot be sent again, not even after a restart.
 * Thread-safe.
 */
public final class UsedOnce {
    private final Catalog catalog;
    private final Clock clock;

    public UsedOnce(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Keeps a signature that may be good for {@code good} yet; false where it was used before. */
    public boolean add(String signature, Duration good) {
        Instant now = clock.instant();
        return catalog.write(tx -> tx.usedSignatures().add(signature, now, now.plus(good)));
    }
}
