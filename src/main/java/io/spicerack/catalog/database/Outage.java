package io.spicerack.catalog.database;

import io.spicerack.catalog.server.ServerWords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That a catalog's server is away, told once for all who ask it, and once that it is back. Thread-safe. */
final class Outage {
    private static final Logger LOGGER = LoggerFactory.getLogger(Outage.class);

    private final String place;
    private final Clock clock;
    private volatile long answered = System.nanoTime();
    private volatile @Nullable Since since;

    /** @param moment by {@link System#nanoTime()} */
    private record Since(Instant time, long moment) {}

    Outage(String place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /**
     * Whether the server was not reached; what else went wrong is not told here.
     *
     * @param began when it was asked, by {@link System#nanoTime()}: who waited for long has missed that others were answered
     */
    boolean isMet(Throwable failure, long began) {
        if (!ServerWords.brokeOff(failure)) {
            return false;
        }
        LOGGER.atDebug().setCause(failure).log("the catalog was not reached");
        if (began - answered > 0) {
            begin(failure);
        }
        return true;
    }

    private synchronized void begin(Throwable failure) {
        if (since == null) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            since = new Since(now, System.nanoTime());
            LOGGER.atWarn()
                    .addKeyValue("catalog", place)
                    .addKeyValue("since", now)
                    .addKeyValue("reason", ServerWords.of(failure))
                    .log("the catalog is away: nothing is changed meanwhile, and this process goes on when it is back");
        }
    }

    /** It has answered. */
    void over() {
        answered = System.nanoTime();
        if (since != null) {
            end();
        }
    }

    private synchronized void end() {
        Since began = since;
        if (began != null) {
            since = null;
            LOGGER.atInfo()
                    .addKeyValue("catalog", place)
                    .addKeyValue("since", began.time())
                    .addKeyValue(
                            "seconds",
                            Duration.ofNanos(System.nanoTime() - began.moment()).toSeconds())
                    .log("the catalog is back");
        }
    }
}
