package io.spicerack.ops;

import io.spicerack.model.Ticker;
import java.time.Clock;

/**
 * What watches from beside, and is shown by the management port.
 *
 * @param kms measures what KMS takes
 * @param log keeps the newest lines about each data set
 * @param levels of the log
 */
public record Observers(KmsTimes kms, RecentLog log, LogLevels levels) {
    /** New ones, which have seen nothing. */
    public Observers(LoggerLevels loggers, Clock clock) {
        this(new KmsTimes(), new RecentLog(), new LogLevels(loggers, clock, Ticker.SYSTEM));
    }

    /** The same where no level is to be changed. */
    public Observers() {
        this(LoggerLevels.NONE, Clock.systemUTC());
    }
}
