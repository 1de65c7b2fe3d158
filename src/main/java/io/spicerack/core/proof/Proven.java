package io.spicerack.core.proof;

import io.spicerack.catalog.record.ProofConditions;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.model.ProofMethod;
import java.util.Optional;

/**
 * What is kept of a version's proof. Immutable.
 *
 * @param byValue the conditions of a proof by value; empty for any other
 */
public record Proven(VersionProof how, Optional<ProofConditions> byValue) {
    static Proven by(ProofMethod method, ProofChoice choice) {
        return new Proven(new VersionProof(method, choice.why()), choice.conditions());
    }
}
