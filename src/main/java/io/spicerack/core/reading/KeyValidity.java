package io.spicerack.core.reading;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Duration;

/** How long KMS's word on a key holds, in time that nobody can set back. */
public record KeyValidity(Ticker ticker, Duration lifetime) {
    public KeyValidity(ReadingConfig config, Ticker ticker) {
        this(ticker, config.dataKeyLifetime());
    }

    /** How old KMS's word is. */
    Duration age(Moment proven) {
        return ticker.since(proven);
    }

    boolean isOver(Moment proven) {
        return age(proven).compareTo(lifetime) > 0;
    }
}
