package io.spicerack.table;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which rows of a table somebody may see: those that meet each demand. Immutable.
 *
 * @param demands no demand lets every row through
 */
public record RowFilter(List<AnyOf> demands) {
    /**
     * A row meets it by one alternative: in each of its columns the row has one of the texts, exactly. NULL is none of them.
     *
     * @param alternatives texts by column; one without columns is met by every row, and where there is no alternative, by none
     */
    public record AnyOf(List<Map<String, Set<String>>> alternatives) {
        public AnyOf {
            alternatives = alternatives.stream()
                    .map(texts -> texts.entrySet().stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    Map.Entry::getKey, column -> Set.copyOf(column.getValue()))))
                    .toList();
        }
    }

    public RowFilter {
        demands = List.copyOf(demands);
    }

    /** What it looks at. */
    public Set<String> columns() {
        Set<String> columns = new TreeSet<>();
        demands.forEach(demand -> demand.alternatives().forEach(alternative -> columns.addAll(alternative.keySet())));
        return columns;
    }
}
