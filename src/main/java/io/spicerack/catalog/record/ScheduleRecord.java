package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.RefreshSchedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh schedule as the catalog keeps it. Immutable.
 *
 * @param changed when it was made or last updated
 * @param fired the last of its times at which it asked for a refresh; null before the first
 */
public record ScheduleRecord(DataSetId dataSet, RefreshSchedule schedule, Instant changed, @Nullable Instant fired) {}
