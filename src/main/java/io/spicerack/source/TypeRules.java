package io.spicerack.source;

/**
 * What becomes of values that no column type of a data set holds as they are (docs/types.md). Immutable.
 *
 * @param wideNumeric of a numeric that has more than 38 digits, or no declared precision
 * @param zeroDate of MySQL's 0000-00-00
 */
public record TypeRules(WideNumeric wideNumeric, ZeroDate zeroDate) {
    /** Nothing is lost, and nothing is refused that can be kept. */
    public static final TypeRules DEFAULT = new TypeRules(WideNumeric.TEXT, ZeroDate.NULL);

    public enum WideNumeric {
        /** Text, each value with its own scale. */
        TEXT,
        /** The query is refused by the column's name. */
        REFUSE
    }

    public enum ZeroDate {
        /** NULL; the count is logged. */
        NULL,
        /** The ingestion is refused by the column's name. */
        REFUSE
    }
}
