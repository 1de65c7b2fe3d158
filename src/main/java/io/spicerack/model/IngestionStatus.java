package io.spicerack.model;

/** The states of an ingestion, in QuickSight's spelling, and one of Spicerack's own. */
public enum IngestionStatus {
    INITIALIZED,
    QUEUED,
    RUNNING,
    FAILED,
    COMPLETED,
    CANCELLED,
    /** It ended before it read anything, since its source had nothing new. */
    SKIPPED;

    /** The word for it that clients of QuickSight know. */
    public IngestionStatus inQuickSight() {
        return this == SKIPPED ? CANCELLED : this;
    }
}
