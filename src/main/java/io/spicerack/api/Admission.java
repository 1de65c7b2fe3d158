package io.spicerack.api;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests, and bytes of their bodies, are held: more are refused, so that memory stays flat. Thread-safe. */
final class Admission {
    private static final int MOST_REQUESTS = 4_000;
    private static final long MOST_BYTES = 64L << 20;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** One request's share. Its event loop alone uses it. */
    final class Share implements AutoCloseable {
        private long held;
        private boolean closed;

        private Share() {
            requests.incrementAndGet();
        }

        /** Takes note of bytes that are about to be held; ThrottlingException where that would be too much. */
        void hold(int more) {
            held += more;
            if (bytes.addAndGet(more) > MOST_BYTES) {
                throw throttled("the bodies of all requests have more than " + MOST_BYTES + " bytes");
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                requests.decrementAndGet();
                bytes.addAndGet(-held);
            }
        }
    }

    /** ThrottlingException where there are too many; a share has to be closed in any case. */
    void check() {
        if (requests.get() > MOST_REQUESTS) {
            throw throttled("more than " + MOST_REQUESTS + " requests at a time");
        }
    }

    Share share() {
        return new Share();
    }

    static ApiError throttled(String why) {
        return new ApiError(429, "ThrottlingException", "Rate exceeded: " + why + "; try again");
    }
}
