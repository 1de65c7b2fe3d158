package io.spicerack.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is made piece by piece, each when the client has taken what was before it: a slow client holds no thread, and
 * no more than a piece in memory. Its methods are called one after the other, from changing threads.
 */
public interface StreamedBody extends AutoCloseable {
    /** Null after the last piece. An exception cuts the answer, so that it does not look complete. */
    byte @Nullable [] next() throws IOException;

    /** The client took nothing for too long; the answer is cut. */
    void stalled(RequestRefusedException why);

    /** Called in any case, and once. */
    @Override
    void close();
}
