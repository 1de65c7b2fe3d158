package io.spicerack.catalog.record;

import java.time.Instant;

/**
 * The last version of a data set that was proven by value. Immutable.
 *
 * @param at when it was published
 * @param since versions that were published after it, proven otherwise
 */
public record ProvenByValue(ProofConditions conditions, Instant at, int since) {}
