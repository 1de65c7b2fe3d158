package io.spicerack.prepare.expression;

import io.spicerack.table.RowGroup;
import org.jspecify.annotations.Nullable;

/** The row that expressions look at: its group and place, and what earlier columns have computed for it. One thread. */
public final class Row {
    private final @Nullable Object[] computed;
    private RowGroup group;
    private int index;

    public Row(RowGroup group, int slots) {
        this.group = group;
        this.computed = new @Nullable Object[slots];
    }

    public void at(RowGroup rows, int row) {
        group = rows;
        index = row;
    }

    RowGroup group() {
        return group;
    }

    public int index() {
        return index;
    }

    @Nullable
    public Object computed(int slot) {
        return computed[slot];
    }

    public void compute(int slot, @Nullable Object value) {
        computed[slot] = value;
    }
}
