package io.spicerack.model;

/** Why an ingestion failed: QuickSight's ErrorInfo. The message names the thing, the value seen and the way out. */
public record ErrorInfo(IngestionErrorType type, String message) {}
