package io.spicerack.core.refresh;

import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.TalliedQuery;
import java.util.Optional;

/**
 * What a version is made of but for its rows. Immutable.
 *
 * @param query that the rows come from; empty where they come from elsewhere
 */
record Sealable(OpenRefresh refresh, Proof proof, SealingKey key, Optional<TalliedQuery> query, RowOrigin origin) {}
