package io.spicerack.audit.event;

import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one statement reads of one data set. Immutable.
 *
 * @param policies what rules keep back from whoever asks: rows, columns or nothing
 */
public record DataSetQuery(
        Asked asked,
        DataSetId dataSet,
        VersionId version,
        KeyReference key,
        List<String> columns,
        List<String> policies) {
    public DataSetQuery {
        columns = List.copyOf(columns);
        policies = List.copyOf(policies);
    }

    /**
     * The statement.
     *
     * @param statement the same for all data sets of a statement
     * @param sql of which a record has the hash alone: it may hold values of patients
     * @param part of the answer, as in {@code 1 of 4}; empty for all of it
     */
    public record Asked(String statement, String sql, String part) {}

    /** For the record. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("statementId", asked.statement());
        details.put("sqlSha256", Sha256.hex(asked.sql()));
        details.put("columns", columns);
        if (!asked.part().isEmpty()) {
            details.put("part", asked.part());
        }
        return details;
    }
}
