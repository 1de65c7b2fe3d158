package io.spicerack.cli.sql;

import io.spicerack.cli.sql.RowPrinter.AnswerColumn;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as texts, which a printer arranges. One thread. */
final class PrintedRows implements AnswerTaker {
    private final RowPrinter printer;
    private final List<@Nullable String> cells = new ArrayList<>();
    private int width;

    PrintedRows(RowPrinter printer) {
        this.printer = printer;
    }

    @Override
    public void begin(ResultSetMetaData described) throws SQLException, IOException {
        List<AnswerColumn> columns = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            int type = described.getColumnType(i);
            boolean number = List.of(
                            Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE)
                    .contains(type);
            columns.add(new AnswerColumn(described.getColumnLabel(i), number, type == Types.BIT));
        }
        width = columns.size();
        printer.begin(columns);
    }

    @Override
    public void row(ResultSet rows) throws SQLException, IOException {
        cells.clear();
        for (int i = 1; i <= width; i++) {
            cells.add(rows.getString(i));
        }
        printer.row(cells);
    }

    @Override
    public void end() throws IOException {
        printer.end();
    }
}
