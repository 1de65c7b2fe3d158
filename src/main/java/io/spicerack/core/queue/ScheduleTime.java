package io.spicerack.core.queue;

import io.spicerack.model.DataSetId;
import java.time.Instant;

/**
 * One time of a schedule that a route has.
 *
 * @param schedule the same on all nodes, and before and after a restart
 */
public record ScheduleTime(String schedule, Instant time) {
    /** Under which it is kept that a refresh of a data set was asked for. */
    String asks(DataSetId dataSet) {
        return "route " + schedule + " " + dataSet;
    }
}
