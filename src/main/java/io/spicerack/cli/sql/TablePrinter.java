package io.spicerack.cli.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aligned columns, numbers to the right; as wide as the first rows ask for, so that any number of rows passes. One thread. */
final class TablePrinter implements RowPrinter {
    private static final int LOOKED_AT = 1000;
    private static final int WIDEST = 60;

    private final Writer out;
    private final List<List<String>> first = new ArrayList<>();
    private List<AnswerColumn> columns = List.of();
    private int[] widths = {};
    private boolean measured;
    private long rows;

    TablePrinter(Writer out) {
        this.out = out;
    }

    @Override
    public void begin(List<AnswerColumn> described) {
        columns = described;
    }

    @Override
    public void row(List<@Nullable String> cells) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String cell : cells) {
            texts.add(cell == null ? "" : cell.replaceAll("\\p{Cntrl}", "\u00b7"));
        }
        rows++;
        if (measured) {
            line(texts);
        } else {
            first.add(texts);
            if (first.size() == LOOKED_AT) {
                measure();
            }
        }
    }

    private void measure() throws IOException {
        measured = true;
        List<String> names = columns.stream().map(AnswerColumn::name).toList();
        widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = first.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            widths[i] = Math.min(WIDEST, Math.max(names.get(i).length(), widest));
        }
        line(names);
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        line(rules);
        for (List<String> row : first) {
            line(row);
        }
        first.clear();
    }

    private void line(List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String blank = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
            line.append(i == 0 ? "" : "  ")
                    .append(columns.get(i).number() ? blank + cells.get(i) : cells.get(i) + blank);
        }
        out.write(line.toString().stripTrailing() + "\n");
    }

    @Override
    public void end() throws IOException {
        if (!measured) {
            measure();
        }
        out.write("(" + rows + (rows == 1 ? " row)\n" : " rows)\n"));
        out.flush();
    }
}
