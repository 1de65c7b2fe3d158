package io.spicerack.http;

import io.spicerack.http.RequestRefusedException.Reason;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many requests, bytes of their bodies and streams are held: more are refused, so that memory stays flat. Thread-safe. */
final class Admission {
    private final HttpLimits limits;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Semaphore streams;

    Admission(HttpLimits limits) {
        this.limits = limits;
        this.streams = new Semaphore(limits.streams());
    }

    /** One request's share. Its event loop alone uses it. */
    final class Share implements AutoCloseable {
        private long held;
        private boolean streaming;
        private boolean closed;

        private Share() {
            requests.incrementAndGet();
        }

        /** Takes note of bytes that are about to be held, and refuses where that would be too much. */
        void hold(int more) {
            held += more;
            if (bytes.addAndGet(more) > limits.bodies().all()) {
                throw tooMany("the bodies of all requests have more than "
                        + limits.bodies().all() + " bytes");
            }
        }

        /** Why this request's answer may not be streamed: too many are. Null where it may. */
        @Nullable
        RequestRefusedException stream() {
            streaming = !closed && streams.tryAcquire();
            return streaming || closed
                    ? null
                    : tooMany("more than " + limits.streams() + " answers are streamed at a time");
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                requests.decrementAndGet();
                bytes.addAndGet(-held);
                if (streaming) {
                    streams.release();
                }
            }
        }
    }

    /** Refuses where there are too many; a share has to be closed in any case. */
    void check() {
        if (requests.get() > limits.requests()) {
            throw tooMany("more than " + limits.requests() + " requests at a time");
        }
    }

    Share share() {
        return new Share();
    }

    static RequestRefusedException tooMany(String why) {
        return new RequestRefusedException(Reason.TOO_MANY, why);
    }
}
