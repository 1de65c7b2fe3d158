package io.spicerack.catalog.record;

/**
 * An ingestion and its place among all.
 *
 * @param place the later it was asked for, the larger
 */
public record PlacedIngestion(long place, IngestionRecord ingestion) {}
