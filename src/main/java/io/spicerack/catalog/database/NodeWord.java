package io.spicerack.catalog.database;

/**
 * Something that all nodes are to do, such as to cut what is open under a key.
 *
 * @param about what it concerns, as its kind has it
 */
public record NodeWord(long place, Kind kind, String about) {
    /** What it tells. */
    public enum Kind {
        /** A key was disabled on purpose, or was found not to be Enabled. */
        KEY_SHUT,
        KEY_OPENED,
        /** A version is under another key. */
        REWRAPPED,
        /** Schedules of the catalog have changed. */
        SCHEDULES,
        /** Somebody has asked the node that runs an ingestion to end it. */
        STOP
    }

    /** Who carries out what is told. One thread calls it, for one word after the other. */
    public interface Hearer {
        /** Begins to carry it out; what it throws is tried again. */
        void hear(NodeWord word);

        /** Whether all that it heard is carried out. */
        boolean isDone();
    }
}
