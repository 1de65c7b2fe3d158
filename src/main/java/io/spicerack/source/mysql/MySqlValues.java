package io.spicerack.source.mysql;

import io.spicerack.source.CellValue;
import io.spicerack.source.PreparingStatement;
import io.spicerack.source.TypeRules;
import io.spicerack.wire.WireLimits;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads rows of MariaDB Connector/J as {@link MySqlColumn} does (docs/types.md). Stateless. */
final class MySqlValues {
    private MySqlValues() {}

    /** @param limits hear which rows are handed over as they come */
    static CellValue.OfColumn under(TypeRules rules, WireLimits limits) {
        return new CellValue.OfColumn() {
            @Override
            public CellValue reader(ResultSetMetaData metadata, int index) throws SQLException {
                return MySqlValues.reader(metadata, index, rules);
            }

            @Override
            public Statement statement(Connection connection) throws SQLException {
                return PreparingStatement.of(connection, limits::streaming);
            }
        };
    }

    private static CellValue reader(ResultSetMetaData metadata, int index, TypeRules rules) throws SQLException {
        MySqlColumn column = MySqlColumn.of(metadata, index, new ZeroDates(rules.zeroDate()), rules);
        return CellValue.through(column.column(), column.reader(), index);
    }
}
