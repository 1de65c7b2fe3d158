package io.spicerack.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table for a terminal, its columns aligned; those of numbers to the right. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    /** @param titles those that begin with {@code >} are of columns that are aligned to the right */
    public TextTable(String... titles) {
        List<String> header = new ArrayList<>();
        for (String title : titles) {
            right.add(title.startsWith(">"));
            header.add(title.startsWith(">") ? title.substring(1) : title);
        }
        rows.add(header);
    }

    public void row(String... cells) {
        if (cells.length != right.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + right.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blank = " ".repeat(width(i) - row.get(i).length());
            line.append(i == 0 ? "" : GAP).append(right.get(i) ? blank + row.get(i) : row.get(i) + blank);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
