package io.spicerack.audit.event;

import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a data source is sent. Immutable.
 *
 * @param dataSet for which it is; null for a connection test and for {@code jdbc:} in a route
 * @param sql null where it has none of its own, as the beginning of a session
 * @param purpose null for the rows of a refresh
 * @param rowsSince older rows are not asked for; null where all are
 */
public record SourceStatement(
        DataSourceId dataSource,
        @Nullable DataSetId dataSet,
        @Nullable String sql,
        @Nullable String purpose,
        @Nullable Instant rowsSince) {}
