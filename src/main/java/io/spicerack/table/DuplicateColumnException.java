package io.spicerack.table;

/** Two columns of a query have the same name; the message names them and the way out. */
public final class DuplicateColumnException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DuplicateColumnException(String names) {
        super("column names occur more than once: " + names + "; rename them with AS in the query");
    }
}
