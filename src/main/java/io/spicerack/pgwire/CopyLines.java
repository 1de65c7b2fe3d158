package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.CopyFormat;
import io.spicerack.pgwire.value.CellFormat;
import io.spicerack.pgwire.value.CellFormats;
import io.spicerack.pgwire.value.WireBytes;
import io.spicerack.query.QueryColumn;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as COPY writes them, in text and CSV: a line each. */
final class CopyLines implements AnswerFormat {
    private static final String SPECIAL = "\b\f\n\r\t\u000b";
    private static final String ESCAPED = "bfnrtv";

    private final List<QueryColumn> columns;
    private final CopyFormat format;
    private final List<CellFormat> cells;
    private final byte[] nothing;
    private final WireBytes cell = new WireBytes(64);

    private CopyLines(List<QueryColumn> columns, CopyFormat format) {
        this.columns = columns;
        this.format = format;
        this.cells = columns.stream()
                .map(column -> CellFormats.of(column.type(), CellFormat.TEXT))
                .toList();
        this.nothing = format.nothing().getBytes(StandardCharsets.UTF_8);
    }

    static AnswerFormat of(List<QueryColumn> columns, CopyFormat format) {
        return format.kind() == CopyFormat.Kind.BINARY ? new CopyBinary(columns) : new CopyLines(columns, format);
    }

    @Override
    public void begin(Replies out) {
        out.copyOut(CellFormat.TEXT, columns.size());
        if (format.header()) {
            int begun = out.begin('d');
            for (int i = 0; i < columns.size(); i++) {
                separate(i, out.bytes());
                cell.clear();
                cell.putText(columns.get(i).name());
                field(out.bytes());
            }
            out.bytes().put('\n');
            out.end(begun);
        }
    }

    @Override
    public void row(RowGroup batch, int row, Replies out) {
        int begun = out.begin('d');
        for (int i = 0; i < cells.size(); i++) {
            separate(i, out.bytes());
            ColumnVector column = batch.column(i);
            if (column.isNull(row)) {
                out.bytes().put(nothing);
            } else {
                cell.clear();
                cells.get(i).write(column, row, cell);
                field(out.bytes());
            }
        }
        out.bytes().put('\n');
        out.end(begun);
    }

    private void separate(int column, WireBytes out) {
        if (column > 0) {
            out.put(format.delimiter());
        }
    }

    private void field(WireBytes out) {
        if (format.kind() == CopyFormat.Kind.CSV) {
            csv(out);
        } else {
            text(out);
        }
    }

    private void text(WireBytes out) {
        for (int i = 0; i < cell.size(); i++) {
            byte c = cell.at(i);
            int special = c > 0 ? SPECIAL.indexOf(c) : -1;
            if (special >= 0) {
                out.put('\\').put(ESCAPED.charAt(special));
            } else {
                if (c == '\\' || c == format.delimiter()) {
                    out.put('\\');
                }
                out.put(c);
            }
        }
    }

    private void csv(WireBytes out) {
        if (!needsQuotes()) {
            out.put(cell);
            return;
        }
        out.put(format.quote());
        for (int i = 0; i < cell.size(); i++) {
            byte c = cell.at(i);
            if (c == format.quote()) {
                out.put(c);
            }
            out.put(c);
        }
        out.put(format.quote());
    }

    /** What would read back as NULL, as the end of the rows, or as more than one field. */
    private boolean needsQuotes() {
        if (cell.holds(nothing) || (columns.size() == 1 && cell.holds("\\.".getBytes(StandardCharsets.US_ASCII)))) {
            return true;
        }
        for (int i = 0; i < cell.size(); i++) {
            byte c = cell.at(i);
            if (c == format.delimiter() || c == format.quote() || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void end(Replies out) {
        out.empty('c');
    }

    /** PostgreSQL's binary file: a signature, rows of fields with their lengths, and an end. */
    private static final class CopyBinary implements AnswerFormat {
        private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
        private static final int END = -1;

        private final CellFormat[] cells;

        CopyBinary(List<QueryColumn> columns) {
            cells = columns.stream()
                    .map(column -> CellFormats.of(column.type(), CellFormat.BINARY))
                    .toArray(CellFormat[]::new);
        }

        @Override
        public void begin(Replies out) {
            out.copyOut(CellFormat.BINARY, cells.length);
            int begun = out.begin('d');
            out.bytes().put(SIGNATURE).putInt(0).putInt(0);
            out.end(begun);
        }

        @Override
        public void row(RowGroup batch, int row, Replies out) {
            int begun = out.begin('d');
            DataRows.fields(cells, batch, row, out.bytes());
            out.end(begun);
        }

        @Override
        public void end(Replies out) {
            int begun = out.begin('d');
            out.bytes().putShort(END);
            out.end(begun);
            out.empty('c');
        }
    }
}
