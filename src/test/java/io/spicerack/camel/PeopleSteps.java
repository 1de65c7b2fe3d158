package io.spicerack.camel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Row steps as docs/routes.md shows them: each wraps the rows and is asked for one at a time. */
public final class PeopleSteps {
    /** Keeps the last four digits. */
    public Iterator<Map<String, Object>> mask(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .map(row -> {
                    row.computeIfPresent(
                            "ssn", (name, ssn) -> "***-**-" + ssn.toString().substring(7));
                    return row;
                })
                .iterator();
    }

    /** Drops who was never seen. */
    public Iterator<Map<String, Object>> seen(Iterator<Map<String, Object>> rows) {
        return stream(rows).filter(row -> row.get("seen") != null).iterator();
    }

    /** Takes a column away, which a step may not. */
    public Iterator<Map<String, Object>> narrow(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .<Map<String, Object>>map(row -> new LinkedHashMap<>(Map.of("id", row.getOrDefault("id", 0))))
                .iterator();
    }

    private static Stream<Map<String, Object>> stream(Iterator<Map<String, Object>> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false);
    }
}
