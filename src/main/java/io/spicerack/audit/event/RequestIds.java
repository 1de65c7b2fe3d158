package io.spicerack.audit.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the id that AWS gave a call from the client to the call's record, so that it is the same on both sides' trails. A call
 * is expected by a thread and answered on that thread or on one that it started meanwhile. Thread-safe.
 */
public final class RequestIds {
    private static final class Expected {
        private volatile @Nullable String id;
    }

    @SuppressWarnings("ThreadLocalUsage") // of one service; a process may run two
    private final InheritableThreadLocal<Expected> expected = new InheritableThreadLocal<>();

    /** The next answer is that of the call which this thread is about to make. */
    public void expect() {
        expected.set(new Expected());
    }

    /** AWS has answered; a later answer, as of a second try, takes its place. */
    public void answered(String id) {
        Expected call = expected.get();
        if (call != null) {
            call.id = id;
        }
    }

    /** The id of the call that this thread expected; empty where AWS gave no answer. It is given once. */
    public Optional<String> take() {
        Expected call = expected.get();
        expected.remove();
        return call == null ? Optional.empty() : Optional.ofNullable(call.id);
    }
}
