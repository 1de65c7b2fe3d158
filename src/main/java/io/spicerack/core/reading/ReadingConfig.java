package io.spicerack.core.reading;

import io.spicerack.model.DurationText;
import java.time.Duration;

/**
 * How long a reader may trust KMS's word, and how many readers stay open between two queries.
 *
 * @param dataKeyLifetime how long an open reader may go on without asking KMS again; the bound of a revocation
 * @param kept data sets that stay open between two queries of them; 0 for none
 */
public record ReadingConfig(Duration dataKeyLifetime, int kept) {
    private static final Duration LONGEST_LIFETIME = Duration.ofMinutes(15);

    public ReadingConfig {
        if (dataKeyLifetime.compareTo(Duration.ofSeconds(1)) < 0 || dataKeyLifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("spicerack.data-key-lifetime is " + DurationText.of(dataKeyLifetime)
                    + "; it must be from 1 s to 15 min, since it bounds how long a disabled key still opens data");
        }
    }
}
