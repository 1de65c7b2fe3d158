package io.spicerack.core.proof;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import java.util.List;

/** Reads the parts of a table one after the other. Used by one thread. */
public final class ConcatenatedParts {
    private final List<? extends RowGroups> parts;
    private int current;

    /** @param parts may still grow until the first is read */
    public ConcatenatedParts(List<? extends RowGroups> parts) {
        this.parts = parts;
    }

    public boolean next(RowGroup group) {
        while (current < parts.size()) {
            if (parts.get(current).next(group)) {
                return true;
            }
            current++;
        }
        group.clear();
        return false;
    }
}
