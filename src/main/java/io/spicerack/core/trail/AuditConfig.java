package io.spicerack.core.trail;

import io.spicerack.audit.file.DigestChain;
import io.spicerack.model.DurationText;
import java.time.Duration;

/**
 * How the trail is delivered.
 *
 * @param retention how long the catalog keeps records for searches after every sink has got them; zero for ever
 * @param looks what it keeps of the key watch's looks
 */
public record AuditConfig(DigestChain digests, Duration retention, LookRecords looks) {
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

    public AuditConfig {
        if (!retention.isZero() && retention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException("spicerack.audit.retention is " + DurationText.of(retention)
                    + "; it must be 0s, which keeps records for ever, or at least 24h");
        }
    }

    /** With the default for looks. */
    public AuditConfig(DigestChain digests, Duration retention) {
        this(digests, retention, LookRecords.DEFAULT);
    }

    /** How long the catalog keeps looks that went well. */
    Duration lookRetention() {
        return retention.isZero() || retention.compareTo(looks.retention()) > 0 ? looks.retention() : retention;
    }
}
