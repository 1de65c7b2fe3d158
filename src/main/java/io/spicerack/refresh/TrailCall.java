package io.spicerack.refresh;

import io.spicerack.audit.CloudTrailEvents;
import io.spicerack.model.AuditRecord;
import java.util.function.Consumer;
import java.util.function.Function;

/** A call of AWS that is on record as begun. Whoever made it ends it, once. */
record TrailCall(CloudTrailEvents shapes, Consumer<AuditRecord> end) {
    /** Puts on record how it ended, in place of its beginning; what it gave must not be used when that fails. */
    void ended(Function<CloudTrailEvents, AuditRecord> event) {
        end.accept(event.apply(shapes));
    }
}
