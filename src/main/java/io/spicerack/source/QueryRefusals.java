package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;

/** What is said about columns and values that a data set cannot keep: the column's name, never the value. */
public final class QueryRefusals {
    private QueryRefusals() {}

    public static IngestionException type(String column, String type, String wayOut) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "Column '" + column + "' has type " + type + ", which a data set cannot keep. " + wayOut);
    }

    /** Throws where the settings refuse a number that no decimal of a data set holds. */
    public static void wideNumeric(String column, TypeRules rules) {
        if (rules.wideNumeric().equals(TypeRules.WideNumeric.REFUSE)) {
            throw type(
                    column,
                    "numeric of more than 38 digits or of no fixed precision",
                    "Cast it to numeric(p, s) with at most 38 digits, or to text, in the query, or set"
                            + " spicerack.source.wide-numeric=text.");
        }
    }

    public static IngestionException value(String column, String holds, String wayOut) {
        return new IngestionException(
                IngestionErrorType.SQL_INVALID_PARAMETER_VALUE,
                "Column '" + column + "' holds " + holds + ", which a data set cannot keep. " + wayOut);
    }

    public static IngestionException overflow(String column, String holds, String wayOut) {
        return new IngestionException(
                IngestionErrorType.SQL_NUMERIC_OVERFLOW, "Column '" + column + "' holds " + holds + ". " + wayOut);
    }

    /** The same with the place of the row that holds it, counted from 1 in what one connection reads. */
    public static IngestionException inRow(IngestionException refusal, long row) {
        return new IngestionException(refusal.type(), refusal.getMessage() + " It is in row " + row + ".", refusal);
    }

    public static IngestionException query(String why) {
        return new IngestionException(IngestionErrorType.SQL_EXCEPTION, why);
    }
}
