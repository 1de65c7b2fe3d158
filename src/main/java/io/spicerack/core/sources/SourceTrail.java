package io.spicerack.core.sources;

import io.spicerack.core.trail.Refusals;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.tunnel.SshServer;
import java.time.Clock;
import java.util.Optional;

/** Where what sources are asked, and what is not asked of them, is put on record. Thread-safe. */
public record SourceTrail(Trail trail, Refusals refusals, Clock clock) {
    /** @param dataSet for which all is asked; empty for none */
    StatementRecords of(DataSourceId dataSource, Optional<DataSetId> dataSet) {
        return new StatementRecords(trail, clock, dataSource, dataSet);
    }

    /** A connection goes through this server. */
    void tunnelled(DataSourceId dataSource, SshServer server) {
        trail.append(events ->
                events.service().openTunnel(dataSource, server.host(), server.port(), server.user(), server.hostKey()));
    }

    /** A data source is where none may be. */
    void refusedNetwork(DataSourceId dataSource) {
        refusals.refused(Refusals.OF_DATA_SOURCES, "RefusedNetwork", dataSource.value());
    }
}
