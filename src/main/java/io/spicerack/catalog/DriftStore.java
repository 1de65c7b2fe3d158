package io.spicerack.catalog;

import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What was asked for, with single ingestions, about columns that have changed. */
public final class DriftStore {
    private final Handle handle;

    DriftStore(Handle handle) {
        this.handle = handle;
    }

    /** Keeps the policy of an ingestion that is queued. */
    public void ask(DataSetId dataSet, IngestionId ingestion, DriftPolicy policy) {
        handle.createUpdate(
                        """
                        INSERT INTO ingestion_drift (data_set_id, ingestion_id, policy)
                        VALUES (:dataSet, :ingestion, :policy)""")
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .bind("policy", policy)
                .execute();
    }

    /** Empty where the request left it to the route and the settings. */
    public Optional<DriftPolicy> asked(DataSetId dataSet, IngestionId ingestion) {
        return handle.createQuery(
                        "SELECT policy FROM ingestion_drift WHERE data_set_id = :dataSet AND ingestion_id = :ingestion")
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .mapTo(DriftPolicy.class)
                .findOne();
    }
}
