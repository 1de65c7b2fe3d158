package io.spicerack.catalog.record;

import java.util.ArrayList;
import java.util.List;

/**
 * All that decides what becomes of a value between its source and its sealed file: while none of it changes, what held for
 * one refresh holds for the next. Immutable.
 *
 * @param columns digest of the columns' names and types, at the source and here
 * @param query digest of the query, without the bounds of an incremental refresh
 * @param driver name and version
 * @param server product, version and place
 * @param types the choices for types that no column holds as they are
 * @param software what reads, encodes and seals
 */
public record ProofConditions(
        String columns, String query, String driver, String server, String types, String software) {
    /** What differs now, in words; the texts themselves where people can read them. */
    public List<String> changes(ProofConditions now) {
        List<String> changes = new ArrayList<>();
        add(changes, !columns.equals(now.columns), "the columns");
        add(changes, !query.equals(now.query), "the query");
        named(changes, "the driver", driver, now.driver);
        named(changes, "the server", server, now.server);
        named(changes, "the settings of types", types, now.types);
        named(changes, "the software", software, now.software);
        return changes;
    }

    private static void named(List<String> changes, String what, String before, String now) {
        add(changes, !before.equals(now), what + " (" + before + " before, now " + now + ")");
    }

    private static void add(List<String> changes, boolean changed, String words) {
        if (changed) {
            changes.add(words);
        }
    }
}
