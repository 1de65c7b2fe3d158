package io.spicerack.core.trail;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.model.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Calls of ours that are on record as begun, and end together. Whoever made them ends them, once.
 *
 * @param shapes of the records of each
 */
public record TrailCalls(List<CloudTrailEvents> shapes, Consumer<List<AuditRecord>> end) {
    public TrailCalls {
        shapes = List.copyOf(shapes);
    }

    /**
     * Puts on record how they ended, in place of their beginnings.
     *
     * @param event of each, by its place
     */
    public void ended(BiFunction<CloudTrailEvents, Integer, AuditRecord> event) {
        List<AuditRecord> ended = new ArrayList<>();
        for (int place = 0; place < shapes.size(); place++) {
            ended.add(event.apply(shapes.get(place), place));
        }
        end.accept(ended);
    }
}
