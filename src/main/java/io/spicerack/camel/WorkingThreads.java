package io.spicerack.camel;

import io.spicerack.core.sources.SourceCaller;

/** For which refresh a thread works, for steps that know neither it nor its exchange, as {@code jdbc:}. Thread-safe. */
final class WorkingThreads {
    private final ThreadLocal<SourceCaller> callers = ThreadLocal.withInitial(() -> SourceCaller.NOBODY);

    /** What a route does. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    SourceCaller caller() {
        return callers.get();
    }

    void workFor(SourceCaller caller, Work work) throws Exception {
        callers.set(caller);
        try {
            work.run();
        } finally {
            callers.remove();
        }
    }
}
