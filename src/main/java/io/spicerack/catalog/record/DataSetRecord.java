package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the catalog keeps it. Times are kept to the millisecond. Immutable.
 *
 * @param declaredIn the route file that fills it; null where it came through the API
 */
public record DataSetRecord(DataSetId id, String name, @Nullable String declaredIn, Instant created, Instant updated) {
    public DataSetRecord {
        created = StoredTime.of(created);
        updated = StoredTime.of(updated);
    }
}
