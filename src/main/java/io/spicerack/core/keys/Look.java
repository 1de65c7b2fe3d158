package io.spicerack.core.keys;

import io.spicerack.audit.event.Outcome;
import io.spicerack.core.trail.TrailCall;
import io.spicerack.model.Arn;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call of DescribeKey by the key watch; {@link KeyWatch} ends it, once. Thread-safe. */
public final class Look {
    private final Arn key;
    private final Instant asked;
    private final @Nullable TrailCall begun;
    private final AtomicBoolean ended = new AtomicBoolean();

    Look(Arn key, Instant asked, @Nullable TrailCall begun) {
        this.key = key;
        this.asked = asked;
        this.begun = begun;
    }

    Arn key() {
        return key;
    }

    /** When it began: what it says is not older than that. */
    Instant asked() {
        return asked;
    }

    /** Whether it was on record before it was made. */
    boolean onRecord() {
        return begun != null;
    }

    /** Puts on record how it ended. */
    void ended(Outcome outcome) {
        if (begun != null && ended.compareAndSet(false, true)) {
            begun.ended(events -> events.kms().describeKey(key, outcome));
        }
    }
}
