package io.spicerack.core.refresh;

import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.TalliedQuery;
import io.spicerack.model.DriftPolicy;
import io.spicerack.table.RowGroups;
import java.util.Optional;

/**
 * What a version is made of but for its rows. Immutable.
 *
 * @param query that the rows come from; empty where they come from elsewhere
 */
record Sealable(
        Refresh refresh, Proof proof, SealingKey key, Optional<TalliedQuery> query, RowOrigin origin, Staging staging) {
    Sealed seal(RowGroups rows, Optional<DriftPolicy> drift, RowStep step) {
        return staging.seal(this, rows, drift, step);
    }
}
