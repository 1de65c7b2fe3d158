package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.sources.Polling;
import java.time.Duration;

/**
 * What one refresh is for. Immutable.
 *
 * @param with whom it reads and publishes
 * @param number counts from 1: a refresh whose connection broke begins again
 * @param rest before its source is opened
 */
public record RefreshAttempt(IngestionRecord ingestion, Coordination with, int number, Duration rest) {
    private static final int LONGEST_SHIFT = 5;

    public RefreshAttempt(IngestionRecord ingestion, Coordination with) {
        this(ingestion, with, 1, Duration.ZERO);
    }

    /** At once where the source was open; where it could not be opened, the longer the oftener: 2 s, 4 s, up to 32 s. */
    RefreshAttempt next(boolean sourceWasOpen) {
        Duration next = sourceWasOpen ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(number - 1, LONGEST_SHIFT));
        return new RefreshAttempt(ingestion, with, number + 1, next);
    }

    /** Takes the rest; {@code goOn} throws to end it. */
    void rest(Runnable goOn) {
        long end = System.nanoTime() + rest.toNanos();
        while (System.nanoTime() - end < 0) {
            goOn.run();
            Polling.pause();
        }
    }
}
