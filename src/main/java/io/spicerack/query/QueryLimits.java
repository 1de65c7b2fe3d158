package io.spicerack.query;

import java.time.Duration;

/**
 * What one statement may take.
 *
 * @param time from its start until its last row is handed over; zero for no limit
 * @param rows of its answer; {@code Long.MAX_VALUE} for no limit
 * @param bytes of memory in the engine
 */
public record QueryLimits(Duration time, long rows, long bytes) {}
