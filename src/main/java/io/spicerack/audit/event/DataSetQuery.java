package io.spicerack.audit.event;

import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import java.util.List;

/**
 * What one statement reads of one data set. Immutable.
 *
 * @param statement the same for all data sets of a statement
 * @param sql the statement, of which a record has the hash alone
 */
public record DataSetQuery(
        String statement, String sql, DataSetId dataSet, VersionId version, KeyReference key, List<String> columns) {
    public DataSetQuery {
        columns = List.copyOf(columns);
    }
}
