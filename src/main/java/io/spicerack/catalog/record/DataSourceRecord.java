package io.spicerack.catalog.record;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data source as the catalog keeps it. Times are kept to the millisecond. Immutable.
 *
 * @param declaredIn the file in config/catalog that declares it; null where it came through the API
 */
public record DataSourceRecord(
        DataSourceId id,
        String name,
        DataSourceType type,
        String host,
        int port,
        String database,
        boolean ssl,
        CredentialsSource credentials,
        ResourceStatus status,
        @Nullable DataSourceError error,
        @Nullable String vpcConnectionArn,
        @Nullable String declaredIn,
        Instant created,
        Instant updated) {
    public DataSourceRecord {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("data source '" + id + "': port " + port + " is not 1 to 65535");
        }
        created = StoredTime.of(created);
        updated = StoredTime.of(updated);
    }

    /** The same, to be tested from {@code later} on. */
    public DataSourceRecord testedAnew(Instant later) {
        return new DataSourceRecord(
                id,
                name,
                type,
                host,
                port,
                database,
                ssl,
                credentials,
                ResourceStatus.UPDATE_IN_PROGRESS,
                null,
                vpcConnectionArn,
                declaredIn,
                created,
                later);
    }
}
