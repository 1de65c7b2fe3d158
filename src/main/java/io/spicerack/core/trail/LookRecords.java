package io.spicerack.core.trail;

import io.spicerack.model.DurationText;
import java.time.Duration;
import java.util.Locale;

/**
 * What the trail keeps of the key watch's looks at keys.
 *
 * @param retention how long the catalog keeps looks that went well for searches, once every sink has got them
 */
public record LookRecords(Which which, Duration retention) {
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);

    /** Every look, for two days. */
    public static final LookRecords DEFAULT = new LookRecords(Which.ALL, Duration.ofDays(2));

    /** Which looks are on record. */
    public enum Which {
        /** Every one. */
        ALL,
        /** Those that saw something else than the look before. */
        CHANGES;

        /** In small letters, as the property has it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LookRecords {
        if (retention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException("spicerack.audit.key-watch.retention is " + DurationText.of(retention)
                    + "; it must be at least 1h");
        }
    }
}
