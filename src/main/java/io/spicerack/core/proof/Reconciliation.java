package io.spicerack.core.proof;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions that a route puts to the source, inside the snapshot that was extracted, until its rows are proven to be those
 * that were sealed. One thread asks and answers.
 */
public interface Reconciliation {
    /** The next query, for one row; null where nothing is left to ask. */
    @Nullable
    String question();

    /** Takes the row; what shows that the two are not equal is an {@code IngestionException}. */
    void answer(Map<String, Object> row);
}
