package io.spicerack.core.proof;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Questions to the source, inside the snapshot that was extracted, until its rows are proven to be those that were sealed.
 * One thread asks and answers.
 */
public interface Reconciliation {
    /** The next query, for one row of whole numbers; empty where nothing is left to ask. */
    Optional<String> question();

    /** Takes the row; what shows that the two are not equal is an {@code IngestionException}. */
    void answer(List<BigInteger> row);
}
