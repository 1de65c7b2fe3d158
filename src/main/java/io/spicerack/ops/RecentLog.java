package io.spicerack.ops;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest lines of the log that are about a data set, for whoever asks about it. Thread-safe. */
public final class RecentLog {
    private static final int MOST_LINES = 200;
    private static final int MOST_DATA_SETS = 1_000;
    private static final int LONGEST = 2_000;

    private final Map<String, Deque<String>> lines = new LinkedHashMap<>(16, 0.75f, true);

    /** A line was logged; what is long of it is cut. */
    public synchronized void add(String dataSet, String line) {
        Deque<String> of = lines.computeIfAbsent(dataSet, unused -> new ArrayDeque<>());
        of.add(line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
        if (of.size() > MOST_LINES) {
            of.remove();
        }
        if (lines.size() > MOST_DATA_SETS) {
            lines.remove(lines.keySet().iterator().next());
        }
    }

    /** The oldest first. */
    public synchronized List<String> of(String dataSet) {
        Deque<String> of = lines.get(dataSet);
        return of == null ? List.of() : List.copyOf(of);
    }
}
