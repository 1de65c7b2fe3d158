package io.spicerack.core.sources;

import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.event.SourceStatement;
import io.spicerack.core.trail.Trail;
import io.spicerack.core.trail.TrailCall;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.StatementPurpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts on record what a data source is asked, before it is: a QueryDatabase for each statement, whatever it is for.
 * Thread-safe.
 */
final class StatementRecords {
    private final Trail trail;
    private final Clock clock;
    private final DataSourceId dataSource;
    private final Optional<DataSetId> dataSet;

    /** @param dataSet for which all is asked; empty for none */
    StatementRecords(Trail trail, Clock clock, DataSourceId dataSource, Optional<DataSetId> dataSet) {
        this.trail = trail;
        this.clock = clock;
        this.dataSource = dataSource;
        this.dataSet = dataSet;
    }

    AskedStatement begin(StatementPurpose purpose, String sql) {
        if (purpose == StatementPurpose.ROWS && dataSet.isPresent()) {
            // the refresh has put it on record itself (QueryRecord): with its rows, once they are read
            return AskedStatement.UNRECORDED;
        }
        String text = purpose == StatementPurpose.SESSION ? null : sql;
        SourceStatement asked = new SourceStatement(dataSource, dataSet.orElse(null), text, purpose.text(), null);
        Instant from = clock.instant();
        TrailCall begun =
                trail.begin(events -> events.service().queryDatabase(asked, 0, Duration.ZERO, Outcome.UNKNOWN));
        return failure -> {
            Outcome outcome = failure.<Outcome>map(
                            why -> new Outcome.Failure(why.type().name(), String.valueOf(why.getMessage())))
                    .orElse(Outcome.SUCCESS);
            Duration took = Duration.between(from, clock.instant());
            begun.ended(events -> events.service().queryDatabase(asked, 0, took, outcome));
        };
    }
}
