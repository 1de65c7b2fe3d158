package io.spicerack.core.proof;

import io.spicerack.catalog.record.ProofConditions;
import io.spicerack.model.ReconcileMode;
import java.util.Optional;

/**
 * How one version is to be proven. Immutable.
 *
 * @param mode any but AUTO
 * @param why so, in words
 * @param conditions under which its values are read; empty where they are not compared
 */
record ProofChoice(ReconcileMode mode, String why, Optional<ProofConditions> conditions) {
    ProofChoice(ReconcileMode mode, String why) {
        this(mode, why, Optional.empty());
    }
}
