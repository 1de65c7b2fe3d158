package io.spicerack.catalog.record;

/**
 * How a version was proven before it was published. Immutable.
 *
 * @param why it was proven so, in words
 */
public record VersionProof(ProofMethod method, String why) {}
