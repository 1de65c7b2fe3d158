package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Column;
import io.spicerack.table.DuplicateColumnException;
import io.spicerack.table.Schema;
import java.util.List;

/** Turns what a query returns into a schema, or says why that cannot be. */
public final class QueryColumns {
    private QueryColumns() {}

    public static void checkName(String name, int position) {
        if (name.isEmpty()) {
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                    "Column " + position + " of the query has an empty name. Give it one with AS.");
        }
    }

    public static Schema schema(List<Column> columns) {
        try {
            return new Schema(columns);
        } catch (DuplicateColumnException e) {
            throw new IngestionException(
                    IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, "The query cannot be kept: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, "The query cannot be kept: " + e.getMessage(), e);
        }
    }
}
