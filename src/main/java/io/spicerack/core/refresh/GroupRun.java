package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.core.sources.Polling;
import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.core.sources.ReadRequest;
import io.spicerack.core.sources.SourceCaller;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SplitQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One refresh of a group of data sets. Each member's own thread calls {@link #read} and {@link #publish}, and waits
 * there until all have come: the last one opens one snapshot of each data source for all, and publishes all in one
 * transaction. A member that fails ends all. Thread-safe.
 */
public final class GroupRun implements Coordination {
    private final String group;
    private final Set<DataSetId> members;
    private final Duration patience;
    private final Map<DataSetId, Member> joined = new LinkedHashMap<>();
    private final Map<DataSetId, Asked> asked = new LinkedHashMap<>();
    private final Map<DataSetId, SourceReading> opened = new HashMap<>();
    private final Map<DataSetId, Consumer<CatalogTransaction>> ready = new LinkedHashMap<>();
    private boolean opening;
    private boolean published;
    private @Nullable IngestionException failure;

    private record Asked(DataSourceId from, SplitQuery query, SourceCaller caller) {}

    /** @param patience how long members wait for one that has not begun to read */
    public GroupRun(String group, Set<DataSetId> members, Duration patience) {
        this.group = group;
        this.members = Set.copyOf(members);
        this.patience = patience;
    }

    @Override
    public synchronized void join(Member refresh) {
        joined.put(refresh.dataSet(), refresh);
    }

    @Override
    public synchronized boolean leave(Member refresh) {
        joined.remove(refresh.dataSet(), refresh);
        return joined.isEmpty();
    }

    /** The others would wait for it, each with its snapshot open. */
    @Override
    public boolean mayBeginAgain() {
        return false;
    }

    /** In the one snapshot of all members that read the same data source; whoever stops one wakes all. */
    @Override
    public SourceReading read(
            DataSetId member, DataSourceId from, SplitQuery query, SourceConnections sources, SourceCaller caller) {
        Map<DataSetId, Asked> all = asked(member, new Asked(from, query, caller));
        if (!all.isEmpty()) {
            // outside the lock: a member may be cancelled while the source lets us wait
            opened(open(all, sources, caller));
        }
        synchronized (this) {
            long end = System.nanoTime() + patience.toNanos();
            await(() -> opened.containsKey(member), end);
            return opened.remove(member);
        }
    }

    /** What all ask, for the last of them; none for those before. */
    private synchronized Map<DataSetId, Asked> asked(DataSetId member, Asked ask) {
        asked.put(member, ask);
        if (opening || failure != null || !asked.keySet().containsAll(members)) {
            return Map.of();
        }
        opening = true;
        return new LinkedHashMap<>(asked);
    }

    /** Unless the run has failed meanwhile: then nobody comes for them. */
    private synchronized void opened(Map<DataSetId, SourceReading> readings) {
        if (failure == null) {
            opened.putAll(readings);
        } else {
            readings.values().forEach(SourceReading::close);
        }
        notifyAll();
    }

    /** All connections are set aside before the first is opened: in one order, or two groups might wait for each other. */
    private Map<DataSetId, SourceReading> open(
            Map<DataSetId, Asked> all, SourceConnections sources, SourceCaller caller) {
        Map<DataSourceId, List<ReadRequest>> bySource = new TreeMap<>(Comparator.comparing(DataSourceId::value));
        all.forEach((member, ask) -> bySource.computeIfAbsent(ask.from(), from -> new ArrayList<>())
                .add(new ReadRequest(member, ask.query(), ask.caller())));
        Map<DataSetId, SourceReading> readings = new HashMap<>();
        List<SourceConnections.Reserved> reserved = new ArrayList<>();
        try {
            bySource.forEach((from, requests) -> reserved.add(sources.reserve(from, requests, this::pause)));
            Iterator<SourceConnections.Reserved> next = reserved.iterator();
            bySource.values().forEach(requests -> {
                SourceConnections.Reserved connections = next.next();
                Iterator<SourceReading> open = caller.asking(connections::open).iterator();
                requests.forEach(request -> readings.put(request.dataSet().orElseThrow(), open.next()));
            });
            return readings;
        } catch (RuntimeException e) {
            readings.values().forEach(SourceReading::close);
            throw e;
        } finally {
            reserved.forEach(SourceConnections.Reserved::close);
        }
    }

    private void pause() {
        Polling.pause();
        checkRuns();
    }

    private synchronized void checkRuns() {
        IngestionException why = failure;
        if (why != null) {
            throw why;
        }
    }

    @Override
    public void publish(DataSetId member, Consumer<CatalogTransaction> commit, Catalog catalog) {
        synchronized (this) {
            ready.put(member, commit);
            if (ready.keySet().containsAll(members) && failure == null) {
                catalog.run(tx -> ready.values().forEach(each -> each.accept(tx)));
                published = true;
                notifyAll();
            }
            await(() -> published, Long.MAX_VALUE);
        }
    }

    /** The first reason stays. */
    @Override
    public void fail(DataSetId member, Throwable why) {
        List<Member> others;
        IngestionException told;
        synchronized (this) {
            if (published || failure != null) {
                return;
            }
            IngestionErrorType type = QuickSightErrors.ofIngestion(why).type();
            told = new IngestionException(
                    type,
                    "data set '" + member + "', which is refreshed together with this one in group '" + group
                            + "', failed: " + QuickSightErrors.ofIngestion(why).message()
                            + " Nothing of the group was published");
            failure = told;
            opened.values().forEach(SourceReading::close);
            opened.clear();
            notifyAll();
            others = joined.values().stream()
                    .filter(refresh -> !refresh.dataSet().equals(member))
                    .toList();
        }
        // outside the lock: this talks to the source
        others.forEach(refresh -> refresh.endWith(told));
    }

    /** Waits for the other members; a run that has failed is thrown. */
    private void await(Supplier<Boolean> done, long end) {
        try {
            while (!done.get() && failure == null) {
                long left = end == Long.MAX_VALUE ? 1_000 : (end - System.nanoTime()) / 1_000_000;
                if (left <= 0 && !opening) {
                    throw late();
                }
                wait(Math.max(1, Math.min(left, 1_000)));
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        IngestionException why = failure;
        if (why != null && !done.get()) {
            throw why;
        }
    }

    private static IngestionException interrupted() {
        Thread.currentThread().interrupt();
        return new IngestionException(
                IngestionErrorType.INGESTION_CANCELED, "the wait for the other data sets was interrupted");
    }

    private IngestionException late() {
        Set<String> missing = new TreeSet<>();
        members.stream().filter(member -> !asked.containsKey(member)).forEach(member -> missing.add(member.value()));
        return new IngestionException(
                IngestionErrorType.INTERNAL_SERVICE_ERROR,
                "group '" + group + "' waited " + patience.toSeconds() + " s for " + missing
                        + " to reach spice:extract. Look whether their routes run, and whether they begin with"
                        + " spice:extract; a data set of a group cannot have its rows from elsewhere");
    }
}
