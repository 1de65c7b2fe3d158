package io.spicerack.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of a table, in order; names are unique. Immutable. */
public record Schema(List<Column> columns) {
    public Schema {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a schema needs at least one column; the query returns none");
        }
        Set<String> seen = new HashSet<>();
        String twice = columns.stream()
                .map(Column::name)
                .filter(name -> !seen.add(name))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!twice.isEmpty()) {
            throw new DuplicateColumnException(twice);
        }
    }

    /** The named columns, in this schema's order; {@link UnknownColumnException} names one that is not there. */
    public Schema only(List<String> names) {
        for (String name : names) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new UnknownColumnException(
                        name, columns.stream().map(Column::name).toList());
            }
        }
        return new Schema(
                columns.stream().filter(column -> names.contains(column.name())).toList());
    }

    public int width() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }
}
