package io.spicerack.core.refresh;

import io.spicerack.model.DataSetId;

/** How far a refresh has come in its only order. */
enum RefreshStep {
    CLAIMED,
    EXTRACTED,
    SEALED,
    RECONCILED,
    PUBLISHED;

    /** Refuses a verb whose turn it is not. */
    void inTurn(String verb, RefreshStep needed, DataSetId dataSet) {
        if (this != needed) {
            throw new IllegalStateException("data set '" + dataSet + "': spice:" + verb + " needs step " + needed
                    + " before it, but the refresh is at " + this + "; the order is extract, seal, reconcile, publish");
        }
    }
}
