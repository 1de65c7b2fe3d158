package io.spicerack.core.refresh;

import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;

/**
 * What a refresh does where neither its request nor its route says so.
 *
 * @param reconcile how it is compared with its source before it is published
 * @param drift what becomes of it where its columns have changed
 * @param connections the most that one data set is read over; 1 to 16
 */
public record RefreshConfig(ReconcileMode reconcile, DriftPolicy drift, int connections) {
    public RefreshConfig {
        if (connections < 1 || connections > 16) {
            throw new IllegalArgumentException(
                    "spicerack.source.connections is " + connections + "; it must be from 1 to 16");
        }
    }
}
