package io.spicerack.source.mysql;

import io.spicerack.source.CellValue;
import io.spicerack.source.PreparingStatement;
import io.spicerack.source.TypeRules;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads rows of MariaDB Connector/J as {@link MySqlColumn} does (docs/types.md). Stateless. */
final class MySqlValues {
    private MySqlValues() {}

    static CellValue.OfColumn under(TypeRules rules) {
        return new CellValue.OfColumn() {
            @Override
            public CellValue reader(ResultSetMetaData metadata, int index) throws SQLException {
                return MySqlValues.reader(metadata, index, rules);
            }

            @Override
            public Statement statement(Connection connection) throws SQLException {
                return PreparingStatement.of(connection);
            }
        };
    }

    private static CellValue reader(ResultSetMetaData metadata, int index, TypeRules rules) throws SQLException {
        MySqlColumn column = MySqlColumn.of(metadata, index, new ZeroDates(rules.zeroDate()), rules);
        RowGroup cell = new RowGroup(new Schema(List.of(column.column())));
        return row -> {
            cell.clear();
            column.reader().read(row, index, cell.column(0));
            cell.endRow();
            return RowMaps.value(cell, 0, 0);
        };
    }
}
