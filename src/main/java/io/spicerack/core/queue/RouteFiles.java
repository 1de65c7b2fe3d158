package io.spicerack.core.queue;

import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files that declare data sets, how each is, and which data sets a route runs for. A data set that was declared once and
 * is by none of them is a ghost: nobody would take its ingestions from the queue. Thread-safe.
 */
public final class RouteFiles {
    /** How a file is. */
    public enum State {
        /** Its routes run as it says. */
        LIVE,
        /** It is not served as it is; the line says whether the last good version of it is. */
        REFUSED,
        /** It was edited or deleted, and takes effect once the refresh in flight has ended. */
        DRAINING
    }

    /**
     * A file as operators see it.
     *
     * @param serves whether routes of it run: its own, or those of its last good version
     * @param why the faults of one that is refused, a line each; what is waited for, of one that drains; else empty
     */
    public record Line(String file, State state, boolean serves, List<DataSetId> dataSets, String why, Instant since) {
        public Line {
            dataSets = List.copyOf(dataSets);
        }
    }

    /**
     * A version of a file in the place of the one before.
     *
     * @param owner of the file, as the machine knows it
     * @param before SHA-256 of what ran, by file; empty where nothing did
     * @param after the same of what runs now; empty where nothing does
     */
    public record Change(
            String file,
            String owner,
            Map<String, String> before,
            Map<String, String> after,
            List<DataSetId> dataSets) {}

    private final Clock clock;
    private final Trail trail;
    private final Map<String, Line> lines = new TreeMap<>();
    private final Map<DataSetId, String> declared = new TreeMap<>();
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, Supplier<List<String>>> differences = new HashMap<>();
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

    /** It runs as it is. */
    public synchronized void live(String file, Collection<DataSetId> dataSets) {
        differences.remove(file);
        put(file, State.LIVE, true, dataSets, "");
    }

    /** Puts on record what runs in the place of what ran before, all in one transaction. */
    public void changed(List<Change> changes) {
        trail.appendAll(events -> changes.stream()
                .map(change -> events.service()
                        .deployRouteFile(
                                change.file(), change.owner(), change.before(), change.after(), change.dataSets()))
                .toList());
    }

    /** It waits for a refresh that is in flight. */
    public synchronized void draining(String file, Collection<DataSetId> dataSets, String why) {
        put(file, State.DRAINING, true, dataSets, why);
    }

    /**
     * The version of a file that runs, for whoever wants to know what an edit would change.
     *
     * @param queries the texts of the SQL files that it names
     */
    public record Running(String file, String text, Map<String, String> queries) {
        public Running {
            queries = Map.copyOf(queries);
        }
    }

    public synchronized void runs(Running version) {
        running.put(version.file(), version);
    }

    /** The versions that run, by file. */
    public synchronized List<Running> running() {
        return List.copyOf(running.values());
    }

    /** It is gone, and nothing of it runs. */
    public synchronized void removed(String file) {
        lines.remove(file);
        running.remove(file);
        differences.remove(file);
    }

    /**
     * What a file that does not run as it is differs in from what runs of it, until it does.
     *
     * @param lines for a person, made when somebody asks
     */
    public synchronized void differs(String file, Supplier<List<String>> lines) {
        differences.put(file, lines);
    }

    /** In lines for a person; empty where a file runs as it is, or nothing is known of one. */
    public List<String> difference(String file) {
        Supplier<List<String>> lines;
        synchronized (this) {
            lines = differences.getOrDefault(file, List::of);
        }
        return lines.get();
    }

    /**
     * It is not served as it is.
     *
     * @param serves whether its last good version is
     */
    public void refused(String file, Collection<DataSetId> dataSets, String why, boolean serves) {
        trail.append(events -> events.service().refuseRouteFile(file, List.copyOf(dataSets), why));
        refuse(file, dataSets, why, serves);
    }

    /** The file of a data source, which stays as it was. */
    public void refusedDataSource(String file, String why) {
        trail.append(events -> events.service().refuseDataSourceFile(file, why));
        refuse(file, List.of(), why, true);
    }

    private synchronized void refuse(String file, Collection<DataSetId> dataSets, String why, boolean serves) {
        put(file, State.REFUSED, serves, dataSets, why);
    }

    /** What it has been all the time it has been since then. */
    private void put(String file, State state, boolean serves, Collection<DataSetId> dataSets, String why) {
        Line before = lines.get(file);
        Instant since =
                before != null && before.state() == state && before.why().equals(why)
                        ? before.since()
                        : clock.instant();
        lines.put(file, new Line(file, state, serves, List.copyOf(dataSets), why, since));
    }

    /** A route takes this data set's ingestions from now on. */
    public synchronized void declare(DataSetId dataSet, String file) {
        declared.put(dataSet, file);
    }

    /** No route does any more; nothing happens where it is another file's by now. */
    public synchronized void withdraw(DataSetId dataSet, String file) {
        if (isOf(declared.get(dataSet), file)) {
            declared.remove(dataSet);
        }
    }

    /** Whether a place such as {@code routes/wards.camel.yaml:3} is in the file. */
    private static boolean isOf(@Nullable String place, String file) {
        return place != null && (place.equals(file) || place.startsWith(file + ":"));
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
        Optional<String> refused = refusing(dataSet, file)
                .map(line -> "data set '" + dataSet + "' is not refreshed, since its file is refused: " + line.why()
                        + "; mend the file: the version before serves on");
        return refused.isEmpty() && ghost(dataSet, file)
                ? Optional.of("data set '" + dataSet + "' is declared by no file any more (it was in " + file
                        + "); put the file back, or delete what is left with spicerack data-set delete " + dataSet)
                : refused;
    }

    /** Whether {@code dataSet}, which {@code file} declared once, is declared by none; not before all files have been read. */
    public synchronized boolean ghost(DataSetId dataSet, String file) {
        return settled
                && !declared.containsKey(dataSet)
                && refusing(dataSet, file).isEmpty();
    }

    /** The file that declares it, or did, and is refused, so that no route refreshes it. */
    private synchronized Optional<Line> refusing(DataSetId dataSet, String file) {
        return declared.containsKey(dataSet)
                ? Optional.empty()
                : lines.values().stream()
                        .filter(line -> line.state() == State.REFUSED
                                && (line.dataSets().contains(dataSet) || isOf(file, line.file())))
                        .findFirst();
    }
}
