package io.spicerack.core.refresh;

import io.spicerack.core.increment.IncrementalWindow;
import io.spicerack.model.DataSourceId;
import io.spicerack.prepare.Plan;
import java.util.Optional;

/**
 * What a refresh of a data set of the API asks its source, and what becomes of the rows. Immutable.
 *
 * @param revision of the definition that it comes from
 * @param unbounded the query of all rows, and the revision: what is the same for each refresh
 * @param window what is read again; empty where all rows are
 */
record DefinedQuery(
        DataSourceId dataSource,
        String sql,
        String unbounded,
        Plan plan,
        long revision,
        Optional<IncrementalWindow> window) {}
