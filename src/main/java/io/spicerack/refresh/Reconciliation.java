package io.spicerack.refresh;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the source's counts with the extraction's: first all rows, then the values of each column that are not NULL. */
final class Reconciliation {
    private Reconciliation() {}

    static void check(DataSetId dataSet, TalliedRows extracted, Map<String, Object> counts) {
        Schema schema = extracted.schema();
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", count(dataSet, counts, 0), extracted.rows());
        for (int i = 0; i < schema.width(); i++) {
            compare(
                    differences,
                    "values in column '" + schema.column(i).name() + "'",
                    count(dataSet, counts, i + 1),
                    extracted.values(i));
        }
        if (!differences.isEmpty()) {
            throw new IngestionException(
                    IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                    "data set '" + dataSet + "' does not equal its source: " + String.join("; ", differences)
                            + ". Nothing was published. Look for a query that gives different rows each time it runs");
        }
    }

    private static void compare(List<String> differences, String what, long source, long sealed) {
        if (source != sealed) {
            differences.add(what + ": source " + source + ", sealed " + sealed);
        }
    }

    private static long count(DataSetId dataSet, Map<String, Object> counts, int index) {
        if (counts.get("n" + index) instanceof Number number) {
            return number.longValue();
        }
        throw new IngestionException(
                IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                "data set '" + dataSet + "': the source's answer has no count n" + index + ", only " + counts.keySet()
                        + "; let direct:reconcile run the query as it is");
    }
}
