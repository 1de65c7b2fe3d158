package io.spicerack.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.extract.SourceParts;
import io.spicerack.extract.SplitQuery;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One refresh of a group of data sets. Each member's own thread calls {@link #extract} and {@link #publish}, and waits
 * there until all have come: the last one opens one snapshot of each data source for all, and publishes all in one
 * transaction. A member that fails ends all. Thread-safe.
 */
final class GroupRun {
    private final String group;
    private final Set<DataSetId> members;
    private final Duration patience;
    private final Map<DataSetId, Refresh> joined = new LinkedHashMap<>();
    private final Map<DataSetId, Asked> asked = new LinkedHashMap<>();
    private final Map<DataSetId, SourceParts> opened = new HashMap<>();
    private final Map<DataSetId, Consumer<CatalogTransaction>> ready = new LinkedHashMap<>();
    private boolean published;
    private @Nullable IngestionException failure;

    private record Asked(DataSourceId from, SplitQuery query) {}

    /** @param patience how long members wait for one that has not begun to read */
    GroupRun(String group, Set<DataSetId> members, Duration patience) {
        this.group = group;
        this.members = Set.copyOf(members);
        this.patience = patience;
    }

    synchronized void join(Refresh refresh) {
        joined.put(refresh.dataSet(), refresh);
    }

    /** Returns whether no member that has begun is left. */
    synchronized boolean leave(Refresh refresh) {
        joined.remove(refresh.dataSet(), refresh);
        return joined.isEmpty();
    }

    /** This member's connections, in the one snapshot of all members that read the same data source. */
    SourceParts extract(DataSetId member, DataSourceId from, SplitQuery query, DataSources sources) {
        synchronized (this) {
            asked.put(member, new Asked(from, query));
            if (asked.keySet().containsAll(members) && failure == null) {
                open(sources);
                notifyAll();
            }
            long end = System.nanoTime() + patience.toNanos();
            await(() -> opened.containsKey(member), end);
            return opened.remove(member);
        }
    }

    private void open(DataSources sources) {
        Map<DataSourceId, Map<DataSetId, SplitQuery>> bySource = new LinkedHashMap<>();
        asked.forEach((member, ask) -> bySource.computeIfAbsent(ask.from(), from -> new LinkedHashMap<>())
                .put(member, ask.query()));
        try {
            bySource.forEach((from, queries) -> {
                Iterator<SourceParts> parts =
                        sources.open(from, List.copyOf(queries.values())).iterator();
                queries.keySet().forEach(member -> opened.put(member, parts.next()));
            });
        } catch (RuntimeException e) {
            opened.values().forEach(SourceParts::close);
            opened.clear();
            throw e;
        }
    }

    /** Publishes when all members are ready; returns when that is done. */
    void publish(DataSetId member, Consumer<CatalogTransaction> commit, Catalog catalog) {
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

    /** Ends the run for all members, unless it was published; the first reason stays. */
    void fail(DataSetId member, Throwable why) {
        List<Refresh> others;
        IngestionException told;
        synchronized (this) {
            if (published || failure != null) {
                return;
            }
            IngestionErrorType type = Failures.errorInfo(why).type();
            told = new IngestionException(
                    type,
                    "data set '" + member + "', which is refreshed together with this one in group '" + group
                            + "', failed: " + Failures.errorInfo(why).message()
                            + " Nothing of the group was published");
            failure = told;
            opened.values().forEach(SourceParts::close);
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
                if (left <= 0) {
                    throw late();
                }
                wait(Math.min(left, 1_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestionException(
                    IngestionErrorType.INGESTION_CANCELED, "the wait for the other data sets was interrupted");
        }
        IngestionException why = failure;
        if (why != null && !done.get()) {
            throw why;
        }
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
