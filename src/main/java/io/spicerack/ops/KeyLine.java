package io.spicerack.ops;

import io.spicerack.catalog.record.Rewrap;
import io.spicerack.core.keys.KeyReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the key report as JMX shows it: getters become the items of a CompositeData. Immutable. */
public final class KeyLine {
    private final KeyReport.Line line;

    KeyLine(KeyReport.Line line) {
        this.line = line;
    }

    public String getDataSet() {
        return line.dataSet().value();
    }

    public String getVersion() {
        return line.version().value();
    }

    public boolean isCurrent() {
        return line.current();
    }

    public String getKeyArn() {
        return line.key().toString();
    }

    public boolean isServiceOwned() {
        return line.serviceOwned();
    }

    /** KMS's word for it, or {@code unknown} with the reason. */
    public String getKeyState() {
        return line.keyState();
    }

    public @Nullable String getGrantId() {
        return line.grantId();
    }

    /** ISO-8601, UTC. */
    public @Nullable String getPublished() {
        Instant published = line.published();
        return published == null ? null : published.toString();
    }

    /** ISO-8601, UTC. */
    public String getSealed() {
        return line.sealed().toString();
    }

    /** The ingestion that sealed it. */
    public String getIngestion() {
        return line.ingestion().value();
    }

    /** When its data key was wrapped anew, ISO-8601, UTC; null where a full refresh has encrypted it for this key. */
    public @Nullable String getRewrapped() {
        Rewrap rewrapped = line.rewrapped();
        return rewrapped == null ? null : rewrapped.at().toString();
    }

    /** The key that it was under before that. */
    public @Nullable String getRewrappedFrom() {
        Rewrap rewrapped = line.rewrapped();
        return rewrapped == null ? null : rewrapped.from().toString();
    }

    public boolean isDrifted() {
        return line.drifted();
    }
}
