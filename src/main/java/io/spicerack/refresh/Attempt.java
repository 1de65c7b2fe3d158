package io.spicerack.refresh;

import io.spicerack.catalog.IngestionRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one refresh is for. Immutable.
 *
 * @param group the refresh of its group; null for a data set on its own
 * @param number counts from 1: a refresh whose connection broke begins again
 */
record Attempt(IngestionRecord ingestion, @Nullable GroupRun group, int number) {
    Attempt next() {
        return new Attempt(ingestion, group, number + 1);
    }
}
