package io.spicerack.prepare.expression;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import org.jspecify.annotations.Nullable;

/** The row that expressions look at: its group and place, and what earlier columns have computed for it. One thread. */
public final class Row {
    /**
     * Of all texts that the expressions of one row read and make: an argument is held until the text is made of it, and each
     * may be there hundreds of times.
     */
    static final int MOST_CHARACTERS = 16 << 20;

    private final @Nullable Object[] computed;
    private RowGroup group;
    private int index;
    private long characters;

    public Row(RowGroup group, int slots) {
        this.group = group;
        this.computed = new @Nullable Object[slots];
    }

    public void at(RowGroup rows, int row) {
        group = rows;
        index = row;
        characters = 0;
    }

    /** A text of so many characters is about to be read or made for this row; throws where that is too much. */
    void text(long length) {
        characters += length;
        if (characters > MOST_CHARACTERS) {
            throw new IngestionException(
                    IngestionErrorType.ROW_SIZE_LIMIT_EXCEEDED,
                    "the expressions of one row read and make texts of more than " + MOST_CHARACTERS
                            + " characters. Cut them with left or substring, or compute with fewer of them");
        }
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
        if (value instanceof String text) {
            text(text.length());
        }
        computed[slot] = value;
    }
}
