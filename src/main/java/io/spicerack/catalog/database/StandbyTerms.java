package io.spicerack.catalog.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How nodes stand by for each other. Each counts for itself how long it has heard nothing; none compares its clock with another's.
 *
 * @param every how often a node says that it is alive, and looks whether the one that works does
 * @param silence after which the one that works, where it could not say so, takes itself for replaced: nothing is read from it
 * @param lease after which it is replaced: longer than {@code silence}, by more than a look of its own at itself takes
 * @param stopping whether one that waits is to give up
 * @param replaced what one does that learns of its replacement: it has no place any more
 */
public record StandbyTerms(
        Duration every, Duration silence, Duration lease, BooleanSupplier stopping, Runnable replaced) {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofSeconds(8);

    public StandbyTerms {
        if (every.multipliedBy(2).compareTo(silence) > 0 || silence.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a node is silent after " + silence + " without a sign of life each "
                    + every + ", and replaced after " + lease + "; each has to be longer than the one before");
        }
    }

    /** As the service keeps them: who is killed, cut off or paused is replaced within some ten seconds. */
    public static StandbyTerms kept(BooleanSupplier stopping, Runnable replaced) {
        return new StandbyTerms(EVERY, SILENCE, LEASE, stopping, replaced);
    }
}
