package io.spicerack.model;

/** The states of an ingestion, in QuickSight's spelling. */
public enum IngestionStatus {
    INITIALIZED,
    QUEUED,
    RUNNING,
    FAILED,
    COMPLETED,
    CANCELLED
}
