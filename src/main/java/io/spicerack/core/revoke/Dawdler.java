package io.spicerack.core.revoke;

import io.spicerack.model.DataSetId;

/**
 * A client that takes rows as slowly as a client may, by the way that clients come: what was decoded for it, or waits in
 * buffers, must not reach it after a key was shut. Thread-safe.
 */
@FunctionalInterface
public interface Dawdler {
    /** Where no client comes over the network. */
    Dawdler NONE = dataSet -> new Answer() {
        @Override
        public boolean takes() {
            return false;
        }

        @Override
        public void close() {}
    };

    /** Asks for the rows of a data set and takes the first of them. The caller closes the answer. */
    Answer ask(DataSetId dataSet);

    /** An answer under way. One thread uses it. */
    interface Answer extends AutoCloseable {
        /** Takes a little more, if there is any yet; false where the answer was cut. */
        boolean takes();

        @Override
        void close();
    }
}
