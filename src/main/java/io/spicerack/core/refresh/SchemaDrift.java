package io.spicerack.core.refresh;

import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the columns of two versions differ; their order does not matter, since readers name them. Immutable.
 *
 * @param changes in the order of the new columns, then those that are gone
 */
record SchemaDrift(List<SchemaChange> changes) {
    /** A message must stay readable where a table of 1,600 columns was replaced. */
    private static final int SHOWN = 20;

    SchemaDrift {
        changes = List.copyOf(changes);
    }

    static SchemaDrift between(Schema before, Schema now) {
        Map<String, Integer> gone = places(before);
        places(now).keySet().forEach(gone::remove);
        List<SchemaChange> changes = new ArrayList<>();
        Map<String, Integer> known = places(before);
        for (int i = 0; i < now.width(); i++) {
            Column column = now.column(i);
            Integer place = known.get(column.name());
            if (place == null) {
                changes.add(appeared(before, now, i, gone));
            } else if (!before.column(place).type().equals(column.type())) {
                changes.add(new SchemaChange.Retyped(
                        column.name(), before.column(place).type(), column.type()));
            }
        }
        gone.values().forEach(place -> changes.add(new SchemaChange.Dropped(before.column(place))));
        return new SchemaDrift(changes);
    }

    /** A new name is a renamed column where one of its type is gone from the same place, or from behind the same column. */
    private static SchemaChange appeared(Schema before, Schema now, int place, Map<String, Integer> gone) {
        Column column = now.column(place);
        for (Map.Entry<String, Integer> entry : gone.entrySet()) {
            int was = entry.getValue();
            boolean samePlace = was == place || predecessor(before, was).equals(predecessor(now, place));
            if (samePlace && before.column(was).type().equals(column.type())) {
                gone.remove(entry.getKey());
                return new SchemaChange.Renamed(entry.getKey(), column);
            }
        }
        return new SchemaChange.Added(column);
    }

    /** Empty for the first column: no column has that name. */
    private static String predecessor(Schema schema, int place) {
        return place == 0 ? "" : schema.column(place - 1).name();
    }

    private static Map<String, Integer> places(Schema schema) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < schema.width(); i++) {
            places.put(schema.column(i).name(), i);
        }
        return places;
    }

    boolean none() {
        return changes.isEmpty();
    }

    boolean widens() {
        return changes.stream().allMatch(SchemaChange::widens);
    }

    /** One line for people. */
    @Override
    public String toString() {
        String shown = changes.stream().limit(SHOWN).map(SchemaChange::toString).collect(Collectors.joining(", "));
        return changes.size() <= SHOWN ? shown : shown + " and " + (changes.size() - SHOWN) + " more changes";
    }
}
