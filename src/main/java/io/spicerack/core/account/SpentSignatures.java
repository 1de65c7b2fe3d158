package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import java.time.Clock;
import java.time.Instant;

/**
 * The signatures of requests that change something, so that a captured one cannot be sent again, not even after a restart or
 * when the clock is set back. Thread-safe.
 */
public final class SpentSignatures {
    private final Catalog catalog;
    private final Clock clock;

    public SpentSignatures(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Keeps a signature that is good until {@code good}; false where it was used before, or might have been. */
    public boolean add(String signature, Instant good) {
        return catalog.write(tx -> tx.usedSignatures().add(signature, clock.instant(), good));
    }
}
