package io.spicerack.page;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.proof.RefreshProgress;
import io.spicerack.core.refresh.RunningRefresh;
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
        List<DataSetView> dataSets,
        Map<DataSetId, RefreshProgress> running,
        Map<DataSetId, Instant> next,
        Map<DataSetId, List<IngestionRecord>> runs,
        List<KeyLook> keys,
        String keyForNewData,
        List<DataSourceRecord> sources,
        List<AuditRecord> events,
        Optional<AuditRecord> drill) {
    static final Duration PAST = Duration.ofHours(24);
    static final int MOST_EVENTS = 5_000;
    private static final int MOST_RUNS = 100;

    static PageState read(Spice spice, Health health, Clock clock) {
        Instant now = clock.instant();
        List<DataSetView> dataSets = spice.dataSets().views();
        Map<DataSetId, Instant> next = new LinkedHashMap<>();
        Map<DataSetId, List<IngestionRecord>> runs = new LinkedHashMap<>();
        for (DataSetView view : dataSets) {
            DataSetId id = view.dataSet().id();
            spice.schedules().next(id).ifPresent(time -> next.put(id, time));
            runs.put(
                    id,
                    spice.ingestions().list(id, MOST_RUNS).stream()
                            .filter(run -> run.started() != null)
                            .filter(run -> run.ended() == null || run.ended().isAfter(now.minus(PAST)))
                            .toList());
        }
        return new PageState(
                now,
                health.report(),
                dataSets,
                spice.ingestions().running().stream()
                        .map(RunningRefresh::progress)
                        .collect(Collectors.toMap(RefreshProgress::dataSet, Function.identity(), (one, other) -> one)),
                next,
                runs,
                KeyLook.all(spice.keyWatch()),
                spice.keyRegistrations().keyForNewData().key().toString(),
                spice.dataSources().list(),
                spice.audit()
                        .search(AuditQuery.newest(MOST_EVENTS).withoutLooks().between(now.minus(PAST), now.plus(PAST))),
                spice.audit().search(AuditQuery.newest(1).named("RevocationDrill")).stream().findFirst());
    }

    /** What the last look at a key saw; empty where it is not looked at. */
    Optional<KeyLook> look(String key) {
        return keys.stream().filter(look -> look.getKeyArn().equals(key)).findFirst();
    }
}
