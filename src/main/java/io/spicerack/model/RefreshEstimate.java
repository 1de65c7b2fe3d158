package io.spicerack.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a refresh is expected to be before it reads its first row, from the source's statistics and from refreshes before
 * it; empty where neither tells. Immutable.
 *
 * @param bytes of the rows as the source sends them
 * @param time until the version is published
 */
public record RefreshEstimate(OptionalLong rows, OptionalLong bytes, Optional<Duration> time) {
    public static final RefreshEstimate UNKNOWN =
            new RefreshEstimate(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
}
