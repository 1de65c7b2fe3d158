package io.spicerack.table;

import java.util.List;

/** A column was asked for that a table does not have; the message names those it has. */
public final class UnknownColumnException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownColumnException(String column, List<String> columns) {
        super("there is no column '" + column + "'; the columns are " + String.join(", ", columns));
    }
}
