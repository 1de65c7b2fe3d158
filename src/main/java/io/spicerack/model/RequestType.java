package io.spicerack.model;

/** What an ingestion was asked to do (QuickSight's Ingestion.RequestType). */
public enum RequestType {
    INITIAL_INGESTION,
    EDIT,
    INCREMENTAL_REFRESH,
    FULL_REFRESH
}
