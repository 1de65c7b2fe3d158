package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What sessions keep between two messages since their clients asked for it: texts of prepared statements, values of portals. Each
 * principal may keep so much, and all together may; what is more is refused, and ends nobody. Thread-safe.
 */
final class KeptMemory {
    /** Of a principal's sessions, in messages of the largest size. */
    private static final long MESSAGES_OF_ONE = 32;

    /** Of all sessions, likewise. */
    private static final long MESSAGES_OF_ALL = 96;

    private final long mostOfOne;
    private final long mostOfAll;
    private final AtomicLong all = new AtomicLong();
    private final Map<String, Long> ofPrincipals = new ConcurrentHashMap<>();

    KeptMemory(SqlLimits limits) {
        mostOfOne = MESSAGES_OF_ONE * limits.messageBytes();
        mostOfAll = MESSAGES_OF_ALL * limits.messageBytes();
    }

    /** Of one more session of a principal. */
    Share share(String principal) {
        return new Share(principal);
    }

    private void add(String principal, long bytes) {
        all.addAndGet(bytes);
        ofPrincipals.compute(principal, (name, before) -> {
            long now = (before == null ? 0 : before) + bytes;
            return now == 0 ? null : now;
        });
    }

    /** What one session keeps. Of its thread. */
    final class Share implements AutoCloseable {
        private final String principal;
        private long own;

        private Share(String principal) {
            this.principal = principal;
        }

        /** Refuses in words where it is too much; then nothing is counted. */
        void add(long bytes) throws QueryRefusal {
            long ofOne = ofPrincipals.getOrDefault(principal, 0L) + bytes;
            if (ofOne > mostOfOne || all.get() + bytes > mostOfAll) {
                throw new QueryRefusal(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "prepared statements and portals of "
                                + (ofOne > mostOfOne
                                        ? "this user's sessions would take " + ofOne + " bytes; the most is "
                                                + mostOfOne
                                        : "all users take the " + mostOfAll + " bytes that there are for them")
                                + ". Close some (DEALLOCATE), or give values as parameters");
            }
            KeptMemory.this.add(principal, bytes);
            own += bytes;
        }

        void remove(long bytes) {
            KeptMemory.this.add(principal, -bytes);
            own -= bytes;
        }

        /** All of it is let go of. Idempotent. */
        @Override
        public void close() {
            remove(own);
        }
    }
}
