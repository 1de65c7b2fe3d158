package io.spicerack.core.proof;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Schema;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/** Says how a data set differs from its source: columns and numbers, never a value. */
public record Difference(DataSetId dataSet) {
    private static final int MOST_NAMES = 10;

    /** A number of the source's answer, modulo 2^64. */
    static long number(List<BigInteger> answer, int index) {
        return answer.get(index).longValue();
    }

    IngestionException of(String what) {
        return new IngestionException(
                IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                "data set '" + dataSet + "' does not equal its source: " + what
                        + ". Nothing was published. Look for a query that gives different rows each time it runs");
    }

    /** What was sealed is not what was given to be sealed. */
    IngestionException ofSealed(String what) {
        return new IngestionException(
                IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                "data set '" + dataSet + "': what was read back from the sealed files is not what was given: " + what
                        + ". Nothing was published. Look for a failing disk or memory, and refresh again");
    }

    /** Columns by name, the first of many. */
    static String columns(Schema schema, List<Integer> columns) {
        String names = columns.stream()
                .limit(MOST_NAMES)
                .map(column -> "'" + schema.column(column).name() + "'")
                .collect(Collectors.joining(", ", columns.size() == 1 ? "column " : "columns ", ""));
        return columns.size() > MOST_NAMES ? names + " and " + (columns.size() - MOST_NAMES) + " more" : names;
    }
}
