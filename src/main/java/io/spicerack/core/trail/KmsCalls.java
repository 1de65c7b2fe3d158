package io.spicerack.core.trail;

import io.spicerack.audit.event.KmsEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.AuditRecord;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of KMS that are on record: as begun before they are made, as ended before what they gave is handed out. A call
 * that a crash cut off stays on record as one of unknown outcome. Thread-safe.
 */
final class KmsCalls {
    private final Trail trail;

    KmsCalls(Trail trail) {
        this.trail = trail;
    }

    /** The record of a call, from what it gave; that is null unless it succeeded. */
    interface Shape<T> {
        AuditRecord of(KmsEvents events, Outcome outcome, @Nullable T given);
    }

    /** Makes a call that gives nothing. */
    void run(Runnable call, BiFunction<KmsEvents, Outcome, AuditRecord> record) {
        boolean unused = call(
                () -> {
                    call.run();
                    return true;
                },
                done -> {},
                (events, outcome, done) -> record.apply(events, outcome));
    }

    /** What the call gave, or its exception; {@code wipe} gets what may not be handed out, since it is not on record. */
    <T> T call(Supplier<T> call, Consumer<T> wipe, Shape<T> shape) {
        TrailCall begun = trail.begin(events -> shape.of(events.kms(), Outcome.UNKNOWN, null));
        T given;
        try {
            given = call.get();
        } catch (KeyUnavailableException e) {
            begun.ended(events -> shape.of(events.kms(), KmsErrorCodes.failure(e), null));
            throw e;
        } catch (RuntimeException | Error e) {
            begun.ended(events -> shape.of(events.kms(), Outcome.UNKNOWN, null));
            throw e;
        }
        try {
            begun.ended(events -> shape.of(events.kms(), Outcome.SUCCESS, given));
            return given;
        } catch (RuntimeException e) {
            wipe.accept(given);
            throw e;
        }
    }
}
