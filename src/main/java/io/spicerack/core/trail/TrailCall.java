package io.spicerack.core.trail;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.model.AuditRecord;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call of AWS that is on record as begun. Whoever made it ends it, once.
 *
 * @param unknown the record that tells that nobody knows how it ended
 */
public record TrailCall(CloudTrailEvents shapes, RequestIds ids, AuditRecord unknown, Consumer<AuditRecord> end) {
    /**
     * Puts on record how it ended, in place of its beginning; what it gave must not be used when that fails. The thread is the
     * one that began it, else the record has an id of ours where AWS's would be.
     */
    public void ended(Function<CloudTrailEvents, AuditRecord> event) {
        AuditRecord ended;
        try {
            ended = event.apply(ids.take().map(shapes::answered).orElse(shapes));
        } catch (RuntimeException e) {
            // what a peer said does not fit into a record: the call must not stay open for that
            end.accept(unknown);
            throw e;
        }
        end.accept(ended);
    }
}
