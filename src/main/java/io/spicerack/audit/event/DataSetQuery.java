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
 * @param policies what rules keep back from whoever asks: rows, columns or nothing
 */
public record DataSetQuery(
        String statement,
        String sql,
        DataSetId dataSet,
        VersionId version,
        KeyReference key,
        List<String> columns,
        List<String> policies) {
    public DataSetQuery {
        columns = List.copyOf(columns);
        policies = List.copyOf(policies);
    }
}
