package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.time.Instant;

/** A grant that KMS was asked for, or is about to be: whether it exists, only KMS knows. Immutable. */
public record GrantIntent(DataSetId dataSet, KeyReference key, Instant created) {
    public GrantIntent {
        created = StoredTime.of(created);
    }
}
