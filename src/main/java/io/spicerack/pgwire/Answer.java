package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;

/** What a statement gives, written a piece at a time. Not thread-safe. */
interface Answer extends AutoCloseable {
    enum State {
        /** There is more to write, or there may be. */
        MORE,
        /** As many rows as were asked for: the portal goes on when it is executed again. */
        SUSPENDED,
        DONE
    }

    /**
     * Writes on, until the piece is full.
     *
     * @param most rows in all of this execution; {@code Long.MAX_VALUE} for all
     */
    State write(Replies out, long most) throws QueryRefusal;

    /** How it is told to be complete, once it is. */
    String tag();

    @Override
    void close();

    /** What gives no rows. */
    record Done(String tag) implements Answer {
        @Override
        public State write(Replies out, long most) {
            return State.DONE;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
