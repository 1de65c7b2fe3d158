package io.spicerack.core.queue;

import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that declare data sets, how each is, and which data sets a route runs for. A data set that was declared once and
 * is by none of them is a ghost: nobody would take its ingestions from the queue. Thread-safe.
 */
public final class RouteFiles {
    /** How a file is. */
    public enum State {
        LIVE,
        REFUSED
    }

    /**
     * A file as operators see it.
     *
     * @param why the faults of one that is refused, a line each; empty for one that is live
     */
    public record Line(String file, State state, List<DataSetId> dataSets, String why, Instant since) {
        public Line {
            dataSets = List.copyOf(dataSets);
        }
    }

    private final Clock clock;
    private final Trail trail;
    private final Map<String, Line> lines = new TreeMap<>();
    private final Map<DataSetId, String> declared = new TreeMap<>();
    private volatile List<String> added = List.of();
    private boolean settled;

    RouteFiles(Clock clock, Trail trail) {
        this.clock = clock;
        this.trail = trail;
    }

    /**
     * Puts on record what the operator's files are, before one of them is started.
     *
     * @param sha256 by file
     * @param more what the operator allows the data engineers' files beyond the default, each with what it opens
     */
    public void system(Map<String, String> sha256, List<String> more) {
        trail.append(events -> events.service().loadSystemRoutes(sha256, more));
        added = List.copyOf(more);
    }

    public synchronized void live(String file, Collection<DataSetId> dataSets) {
        lines.put(file, new Line(file, State.LIVE, List.copyOf(dataSets), "", clock.instant()));
    }

    public void refused(String file, Collection<DataSetId> dataSets, String why) {
        trail.append(events -> events.service().refuseRouteFile(file, List.copyOf(dataSets), why));
        refuse(file, dataSets, why);
    }

    private synchronized void refuse(String file, Collection<DataSetId> dataSets, String why) {
        lines.put(file, new Line(file, State.REFUSED, List.copyOf(dataSets), why, clock.instant()));
    }

    /** A route takes this data set's ingestions from now on. */
    public synchronized void declare(DataSetId dataSet, String file) {
        declared.put(dataSet, file);
    }

    /** No route does any more. */
    public synchronized void withdraw(DataSetId dataSet) {
        declared.remove(dataSet);
    }

    /** All files have been read once: what none of them declares by now is declared by none. */
    public synchronized void settle() {
        settled = true;
    }

    /** What the operator allows these files beyond the default, each with what it opens. */
    public List<String> added() {
        return added;
    }

    public synchronized List<Line> all() {
        return List.copyOf(lines.values());
    }

    /**
     * Why no route takes the ingestions of a data set that {@code file} declared; empty where one does, or all files have not
     * been read yet.
     */
    public Optional<String> unserved(DataSetId dataSet, @Nullable String file) {
        if (file == null) {
            return Optional.empty();
        }
        Optional<String> refused = refusing(dataSet)
                .map(line -> "data set '" + dataSet + "' is not refreshed, since its file is refused: " + line.why()
                        + "; mend the file: the version before serves on");
        return refused.isEmpty() && ghost(dataSet)
                ? Optional.of("data set '" + dataSet + "' is declared by no file any more (it was in " + file
                        + "); put the file back, or delete what is left with spicerack data-set delete " + dataSet)
                : refused;
    }

    /** Whether {@code dataSet}, which a file declared once, is declared by none; not before all files have been read. */
    public synchronized boolean ghost(DataSetId dataSet) {
        return settled && !declared.containsKey(dataSet) && refusing(dataSet).isEmpty();
    }

    /** The file that declares it and is refused, so that no route refreshes it. */
    private synchronized Optional<Line> refusing(DataSetId dataSet) {
        return declared.containsKey(dataSet)
                ? Optional.empty()
                : lines.values().stream()
                        .filter(line ->
                                line.state() == State.REFUSED && line.dataSets().contains(dataSet))
                        .findFirst();
    }
}
