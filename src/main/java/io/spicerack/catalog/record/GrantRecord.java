package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.time.Instant;

/** A grant of KMS that lets the service use a key for one data set; one per data set and key. Immutable. */
public record GrantRecord(DataSetId dataSet, KeyReference key, String grantId, Instant created) {
    public GrantRecord {
        created = StoredTime.of(created);
    }
}
