package io.spicerack.model;

/** Who asked for an ingestion (QuickSight's Ingestion.RequestSource). */
public enum RequestSource {
    MANUAL,
    SCHEDULED
}
