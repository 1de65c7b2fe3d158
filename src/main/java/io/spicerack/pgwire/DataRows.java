package io.spicerack.pgwire;

import io.spicerack.pgwire.value.CellFormat;
import io.spicerack.pgwire.value.CellFormats;
import io.spicerack.pgwire.value.WireBytes;
import io.spicerack.query.QueryColumn;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import java.util.List;

/** Rows as DataRow messages, each column in text or in binary. */
final class DataRows implements AnswerFormat {
    static final int NULL = -1;

    private final CellFormat[] cells;

    /** @param formats one for each column */
    DataRows(List<QueryColumn> columns, List<Integer> formats) {
        cells = new CellFormat[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = CellFormats.of(columns.get(i).type(), formats.get(i));
        }
    }

    @Override
    public void begin(Replies out) {}

    @Override
    public void row(RowGroup batch, int row, Replies out) {
        int begun = out.begin('D');
        fields(cells, batch, row, out.bytes());
        out.end(begun);
    }

    /** A count, then each field with its length. */
    static void fields(CellFormat[] cells, RowGroup batch, int row, WireBytes bytes) {
        bytes.putShort(cells.length);
        for (int i = 0; i < cells.length; i++) {
            ColumnVector column = batch.column(i);
            if (column.isNull(row)) {
                bytes.putInt(NULL);
            } else {
                int at = bytes.size();
                bytes.putInt(0);
                cells[i].write(column, row, bytes);
                bytes.setInt(at, bytes.size() - at - 4);
            }
        }
    }

    @Override
    public void end(Replies out) {}
}
