package io.spicerack.core.sources;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.DurationText;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.Ticker;
import java.time.Duration;

/**
 * On what terms a data source is read. Immutable.
 *
 * @param waited for connections that others had
 * @param places where its connections are given back
 */
record SourceTerms(
        DataSourceId dataSource, SourceBudget budget, Duration waited, ConnectionPlaces places, Ticker ticker) {

    IngestionException overdue(Duration limit) {
        return new IngestionException(
                IngestionErrorType.QUERY_TIMEOUT,
                "data source '" + dataSource + "': the transaction is older than its source budget allows, "
                        + DurationText.of(limit)
                        + " (LongestTransaction). Read less at a time, over more connections or with a higher rate, or"
                        + " raise the budget");
    }
}
