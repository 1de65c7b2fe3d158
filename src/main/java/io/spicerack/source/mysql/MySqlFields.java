package io.spicerack.source.mysql;

import io.spicerack.source.FieldReader;
import io.spicerack.source.JdbcFields;
import io.spicerack.source.QueryRefusals;

/** Reads what is MySQL's own of MariaDB Connector/J's values into vectors. Stateless. */
final class MySqlFields {
    private MySqlFields() {}

    /** A TINYINT(1) is a boolean by custom only: another value is not silently made true. */
    static FieldReader bool(String column) {
        return (row, index, vector) -> {
            long value = row.getLong(index);
            if (value != 0 && value != 1) {
                throw QueryRefusals.overflow(
                        column,
                        "a number other than 0 and 1, though TINYINT(1) is kept as boolean",
                        "Use CAST(... AS SIGNED) in the query to keep numbers, or set TinyIntOne: integer for the"
                                + " data source.");
            }
            JdbcFields.number(value, row, vector);
        };
    }
}
