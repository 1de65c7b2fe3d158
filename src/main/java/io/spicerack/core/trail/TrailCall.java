package io.spicerack.core.trail;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.model.AuditRecord;
import java.util.function.Consumer;
import java.util.function.Function;

/** A call of AWS that is on record as begun. Whoever made it ends it, once. */
public record TrailCall(CloudTrailEvents shapes, RequestIds ids, Consumer<AuditRecord> end) {
    /**
     * Puts on record how it ended, in place of its beginning; what it gave must not be used when that fails. The thread is the
     * one that began it, else the record has an id of ours where AWS's would be.
     */
    public void ended(Function<CloudTrailEvents, AuditRecord> event) {
        end.accept(event.apply(ids.take().map(shapes::answered).orElse(shapes)));
    }
}
