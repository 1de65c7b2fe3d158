package clinic;

import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Row steps of somebody else, which quote the rows that they were given, as a data engineer's may. Stateless. */
public final class PlantedSteps {
    /** Fails with the row as its message. */
    public Iterator<Map<String, Object>> quoting(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .<Map<String, Object>>map(row -> {
                    throw new IllegalStateException("cannot mask " + row);
                })
                .iterator();
    }

    /** Puts a value into a column of another type. */
    public Iterator<Map<String, Object>> misplacing(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .map(row -> {
                    row.put("id", row.getOrDefault("ssn", ""));
                    return row;
                })
                .iterator();
    }

    /** Gives another column. */
    public Iterator<Map<String, Object>> renaming(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .map(row -> {
                    row.put(String.valueOf(row.remove("ssn")), "x");
                    return row;
                })
                .iterator();
    }

    public Iterator<Map<String, Object>> masking(Iterator<Map<String, Object>> rows) {
        return stream(rows)
                .map(row -> {
                    row.put("ssn", "***");
                    return row;
                })
                .iterator();
    }

    private static Stream<Map<String, Object>> stream(Iterator<Map<String, Object>> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false);
    }
}
