package io.spicerack.core.sources;

import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import java.time.Clock;
import java.util.Optional;

/** Where what sources are asked is put on record. Thread-safe. */
record StatementTrail(Trail trail, Clock clock) {
    /** @param dataSet for which all is asked; empty for none */
    StatementRecords of(DataSourceId dataSource, Optional<DataSetId> dataSet) {
        return new StatementRecords(trail, clock, dataSource, dataSet);
    }
}
