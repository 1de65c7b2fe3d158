package io.spicerack.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is made piece by piece, each when the client has taken what was before it: a slow client holds no thread, and
 * no more than a piece in memory. Its methods are called one after the other, from changing threads.
 */
public interface StreamedBody extends AutoCloseable {
    /** Ends an answer from any thread. */
    @FunctionalInterface
    interface Abort {
        /**
         * Resets the connection, so that nothing of the answer leaves any more, also none that waits in a buffer of this process
         * or of the operating system. Returns at once; {@code done} runs as soon as that is so.
         */
        void reset(Runnable done);
    }

    /** Called before the first piece: from here on the answer may be ended by {@code abort}. */
    default void begins(Abort abort) {}

    /** Null after the last piece. An exception cuts the answer, so that it does not look complete. */
    byte @Nullable [] next() throws IOException;

    /** The client took nothing for too long; the answer is cut. */
    void stalled(RequestRefusedException why);

    /** Called in any case, and once. */
    @Override
    void close();
}
