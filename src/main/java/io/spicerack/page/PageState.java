package io.spicerack.page;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.queue.Timetable;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.ops.Health;
import io.spicerack.ops.HealthReport;
import io.spicerack.ops.KeyLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that one page shows, read once: the catalog is asked, KMS and sources are not. Immutable. */
record PageState(
        Instant now,
        HealthReport health,
        Sets sets,
        Keys keys,
        List<DataSourceRecord> sources,
        List<RouteFiles.Line> files,
        Trail trail) {
    /**
     * Data sets.
     *
     * @param next when a schedule asks for the next refresh
     * @param runs of the last day, the newest first
     */
    record Sets(
            List<DataSetView> views,
            Map<DataSetId, RefreshProgress> running,
            Map<DataSetId, Instant> next,
            Map<DataSetId, List<IngestionRecord>> runs) {}

    /**
     * Keys as the last looks saw them.
     *
     * @param drill the record of the newest one
     */
    record Keys(List<KeyLook> looks, String forNewData, Optional<AuditRecord> drill) {}

    /**
     * The audit trail.
     *
     * @param events of the last day
     * @param failing sinks, also of alerts
     * @param backlog of sinks, where one of them fails: it is counted anew each time
     */
    record Trail(List<AuditRecord> events, List<FailingSinks.Failing> failing, Map<String, Long> backlog) {}

    static final Duration PAST = Duration.ofHours(24);
    static final int MOST_EVENTS = 5_000;
    private static final int MOST_RUNS = 100;

    static PageState read(Spice spice, Health health, Clock clock) {
        Instant now = clock.instant();
        List<DataSetView> dataSets = spice.dataSets().views();
        Timetable timetable = spice.schedules().timetable();
        Map<DataSetId, Instant> next = new LinkedHashMap<>();
        Map<DataSetId, List<IngestionRecord>> runs = new LinkedHashMap<>();
        for (DataSetView view : dataSets) {
            DataSetId id = view.dataSet().id();
            timetable.next(id).ifPresent(time -> next.put(id, time));
            runs.put(
                    id,
                    spice.ingestions().list(id, MOST_RUNS).stream()
                            .filter(run -> run.started() != null)
                            .filter(run -> run.ended() == null || run.ended().isAfter(now.minus(PAST)))
                            .toList());
        }
        Map<DataSetId, RefreshProgress> running = spice.ingestions().running().stream()
                .map(RunningRefresh::progress)
                .collect(Collectors.toMap(RefreshProgress::dataSet, Function.identity(), (one, other) -> one));
        Keys keys = new Keys(
                KeyLook.all(spice.keyWatch()),
                spice.keyRegistrations().keyForNewData().key().toString(),
                spice.audit().search(AuditQuery.newest(1).named("RevocationDrill")).stream()
                        .findFirst());
        List<FailingSinks.Failing> failing = spice.audit().failing().all();
        return new PageState(
                now,
                health.report(),
                new Sets(dataSets, running, next, runs),
                keys,
                spice.dataSources().list(),
                spice.ingestions().routeFiles().all(),
                new Trail(
                        spice.audit()
                                .search(AuditQuery.newest(MOST_EVENTS)
                                        .withoutLooks()
                                        .between(now.minus(PAST), null)),
                        failing,
                        failing.isEmpty() ? Map.of() : spice.audit().backlog()));
    }

    /** What the last look at a key saw; empty where it is not looked at. */
    Optional<KeyLook> look(String key) {
        return keys.looks().stream()
                .filter(look -> look.getKeyArn().equals(key))
                .findFirst();
    }
}
