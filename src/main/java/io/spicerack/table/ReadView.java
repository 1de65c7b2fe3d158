package io.spicerack.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a version somebody is shown: no other column and no other row leaves. Immutable.
 *
 * @param whole what the files have
 * @param shown some columns of it, or all
 * @param rows which rows; empty for all
 */
public record ReadView(Schema whole, Schema shown, Optional<RowFilter> rows) {
    /** Everything. */
    public static ReadView all(Schema whole) {
        return new ReadView(whole, whole, Optional.empty());
    }

    public boolean isAll() {
        return shown.equals(whole) && rows.isEmpty();
    }

    /** What has to be read to show {@code columns}: these, and what tells which rows are shown. */
    public Schema read(Schema columns) {
        Set<String> chosenBy = rows.map(RowFilter::columns).orElse(Set.of());
        return whole.only(whole.columns().stream()
                .map(Column::name)
                .filter(name -> chosenBy.contains(name)
                        || columns.columns().stream()
                                .anyMatch(column -> column.name().equals(name)))
                .toList());
    }

    /** What it keeps back, in words for the record; none where it shows all. */
    public List<String> keepsBack() {
        List<String> kept = new ArrayList<>();
        if (rows.isPresent()) {
            kept.add("ROWS");
        }
        if (!shown.equals(whole)) {
            kept.add("COLUMNS");
        }
        return kept;
    }
}
