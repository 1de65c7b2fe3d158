package io.spicerack.catalog.record;

import io.spicerack.model.ProofMethod;

/**
 * How a version was proven before it was published. Immutable.
 *
 * @param why it was proven so, in words
 */
public record VersionProof(ProofMethod method, String why) {}
