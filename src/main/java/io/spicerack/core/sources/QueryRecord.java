package io.spicerack.core.sources;

import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.event.SourceStatement;
import io.spicerack.core.trail.Trail;
import io.spicerack.core.trail.TrailCall;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ErrorInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The audit record of the query that a refresh runs at its source: begun before it runs, ended once. Thread-safe. */
public final class QueryRecord {
    private record Query(SourceStatement asked, TrailCall record) {}

    private final Trail trail;
    private final DataSetId dataSet;
    private Optional<Query> running = Optional.empty();

    public QueryRecord(Trail trail, DataSetId dataSet) {
        this.trail = trail;
        this.dataSet = dataSet;
    }

    /**
     * Before the query is sent.
     *
     * @param since of an incremental refresh: older rows are not asked for
     */
    public synchronized void begin(DataSourceId from, String sql, Optional<Instant> since) {
        SourceStatement asked = new SourceStatement(from, dataSet, sql, null, since.orElse(null));
        TrailCall begun =
                trail.begin(events -> events.service().queryDatabase(asked, 0, Duration.ZERO, Outcome.UNKNOWN));
        running = Optional.of(new Query(asked, begun));
    }

    /** All rows have been read. */
    public synchronized void succeeded(long rows, Duration took) {
        end(rows, took, Outcome.SUCCESS);
    }

    /** Changes nothing where the query has ended, or was never begun. */
    public synchronized void failed(ErrorInfo why) {
        end(0, Duration.ZERO, new Outcome.Failure(why.type().name(), why.message()));
    }

    private void end(long rows, Duration took, Outcome outcome) {
        Optional<Query> ended = running;
        running = Optional.empty();
        ended.ifPresent(query ->
                query.record().ended(events -> events.service().queryDatabase(query.asked(), rows, took, outcome)));
    }
}
