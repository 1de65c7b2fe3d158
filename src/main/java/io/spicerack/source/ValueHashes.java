package io.spicerack.source;

/** What a database answers where it is to hash its rows: how, or why it cannot. */
public sealed interface ValueHashes permits ValuesQuery, ValueHashes.None {
    /** The query; refused in words where there is none. */
    ValuesQuery demanded();

    /**
     * Its rows cannot be compared by value. Immutable.
     *
     * @param why goes on from "comparing by value": {@code needs hashes that ..., and there are none}
     */
    record None(String why) implements ValueHashes {
        @Override
        public ValuesQuery demanded() {
            throw QueryRefusals.query("spicerack.reconcile=values " + why + ". Use counts for this data set.");
        }
    }
}
