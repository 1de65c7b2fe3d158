package io.spicerack.camel;

import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body after {@code spice:extract}: rows as maps for a step that masks or filters, and column batches for
 * {@code spice:seal} when no step has touched them. It prints no row.
 */
public final class ExtractedRows implements Iterator<Map<String, Object>> {
    private final RowGroups groups;
    private @Nullable Iterator<Map<String, Object>> maps;

    ExtractedRows(RowGroups groups) {
        this.groups = groups;
    }

    RowGroups untouched() {
        if (maps != null) {
            throw new IllegalStateException(
                    "a step has read some of the extracted rows but passed on the same body; pass"
                            + " on an iterator over all rows instead");
        }
        return groups;
    }

    @Override
    public boolean hasNext() {
        return rows().hasNext();
    }

    @Override
    public Map<String, Object> next() {
        return rows().next();
    }

    private Iterator<Map<String, Object>> rows() {
        if (maps == null) {
            maps = RowMaps.rows(groups);
        }
        return maps;
    }

    @Override
    public String toString() {
        return "ExtractedRows[" + groups.schema().width() + " columns]";
    }
}
