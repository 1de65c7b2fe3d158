package io.spicerack.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies, out of row groups, the rows that a filter lets through, and the columns that are shown. One thread. */
public final class ShownRows {
    /** The texts that a column may have, in UTF-8. */
    private record Texts(int column, Set<ByteBuffer> values) {}

    private final Schema read;
    private final int[] columns;
    private final List<List<List<Texts>>> demands = new ArrayList<>();

    /**
     * @param read what the groups have: what is shown, and what the filter looks at
     * @param shown some columns of it
     */
    public ShownRows(RowFilter filter, Schema read, Schema shown) {
        this.read = read;
        columns = shown.columns().stream().mapToInt(read.columns()::indexOf).toArray();
        for (RowFilter.AnyOf demand : filter.demands()) {
            List<List<Texts>> alternatives = new ArrayList<>();
            for (Map<String, Set<String>> alternative : demand.alternatives()) {
                List<Texts> texts = new ArrayList<>();
                alternative.forEach((column, values) -> texts.add(new Texts(place(column), utf8(values))));
                alternatives.add(texts);
            }
            demands.add(alternatives);
        }
    }

    private int place(String name) {
        for (int i = 0; i < read.width(); i++) {
            if (read.column(i).name().equals(name)) {
                if (!read.column(i).type().isText()) {
                    throw new IllegalArgumentException("rows are chosen by text, and column '" + name + "' is none");
                }
                return i;
            }
        }
        throw new UnknownColumnException(
                name, read.columns().stream().map(Column::name).toList());
    }

    private static Set<ByteBuffer> utf8(Set<String> texts) {
        Set<ByteBuffer> values = new HashSet<>();
        texts.forEach(text -> values.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        return values;
    }

    /** Clears {@code to} and fills it with what is shown of {@code from}. */
    public void copy(RowGroup from, RowGroup to) {
        to.clear();
        for (int row = 0; row < from.rows(); row++) {
            if (isShown(from, row)) {
                for (int i = 0; i < columns.length; i++) {
                    to.column(i).appendFrom(from.column(columns[i]), row);
                }
                to.endRow();
            }
        }
    }

    private boolean isShown(RowGroup from, int row) {
        for (List<List<Texts>> demand : demands) {
            if (!meets(demand, from, row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(List<List<Texts>> alternatives, RowGroup from, int row) {
        for (List<Texts> alternative : alternatives) {
            boolean all = true;
            for (int i = 0; i < alternative.size() && all; i++) {
                Texts texts = alternative.get(i);
                BytesVector cells = from.bytes(texts.column());
                all = !cells.isNull(row)
                        && texts.values().contains(ByteBuffer.wrap(cells.data(), cells.start(row), cells.length(row)));
            }
            if (all) {
                return true;
            }
        }
        return false;
    }
}
