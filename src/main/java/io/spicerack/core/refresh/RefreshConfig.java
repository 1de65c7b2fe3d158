package io.spicerack.core.refresh;

import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;

/**
 * What a refresh does where neither its request nor its route says so.
 *
 * @param reconcile how it is compared with its source before it is published
 * @param valuesEvery so many versions one is proven by value, where that is left to Spicerack; 1 or more
 * @param drift what becomes of it where its columns have changed
 * @param connections the most that one data set is read over; 1 to 16
 */
public record RefreshConfig(ReconcileMode reconcile, int valuesEvery, DriftPolicy drift, int connections) {
    public RefreshConfig {
        if (valuesEvery < 1) {
            throw new IllegalArgumentException("spicerack.reconcile.values-every is " + valuesEvery
                    + "; it must be at least 1, which compares each version by value");
        }
        if (connections < 1 || connections > 16) {
            throw new IllegalArgumentException(
                    "spicerack.source.connections is " + connections + "; it must be from 1 to 16");
        }
    }
}
