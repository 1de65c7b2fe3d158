package io.spicerack.core.refresh;

/** What a route's own step does to rows between their extraction and their sealing; it has to be declared. */
public enum RowStep {
    /** Nothing: what is sealed are the very rows that were read and are reconciled. */
    AS_READ,
    /** It gives the same rows with other values, as one that masks does. */
    MASKED,
    /** It may leave rows out, or make others. */
    FILTERED
}
