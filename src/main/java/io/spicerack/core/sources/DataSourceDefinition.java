package io.spicerack.core.sources;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import org.jspecify.annotations.Nullable;

/**
 * A data source as somebody describes it, without credentials.
 *
 * @param declaredIn the file that declares it; null when it was created through a command or the API
 */
public record DataSourceDefinition(
        DataSourceId id,
        String name,
        DataSourceType type,
        String host,
        int port,
        String database,
        boolean ssl,
        @Nullable String vpcConnectionArn,
        @Nullable String declaredIn) {}
