package io.spicerack.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.queue.Timetable;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.model.DataSetId;
import io.spicerack.ops.MetricFamilies.Family;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Data sets, their versions and their ingestions. A scrape reads the catalog, once. Thread-safe. */
final class DataSetMetrics implements MultiCollector {
    private static final String DATA_SET = "data_set";

    private final DataSets dataSets;
    private final RefreshSchedules schedules;
    private final Ingestions ingestions;
    private final IngestionTally tally;
    private final Clock clock;

    DataSetMetrics(
            DataSets dataSets, RefreshSchedules schedules, Ingestions ingestions, IngestionTally tally, Clock clock) {
        this.dataSets = dataSets;
        this.schedules = schedules;
        this.ingestions = ingestions;
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        versions(families);
        ended(families);
        underWay(families);
        return families.build();
    }

    private void versions(MetricFamilies families) {
        Family rows = families.gauge("spicerack_data_set_rows", "Rows of the current version.");
        Family bytes = families.gauge("spicerack_data_set_bytes", "Sealed bytes of the current version.");
        Family age =
                families.gauge("spicerack_data_set_age_seconds", "Seconds since the current version was published.");
        Family success = families.gauge(
                "spicerack_data_set_last_success_timestamp_seconds",
                "When the current version was published, or its source last had nothing newer, in seconds since 1970.");
        Family drifted =
                families.gauge("spicerack_data_set_drifted", "1 where the version is not under the key for new data.");
        Family failing = families.gauge("spicerack_data_set_failing", "1 where the newest ingestion failed.");
        Family took = families.gauge(
                "spicerack_data_set_last_duration_seconds", "Seconds that the newest ingestion took that has ended.");
        Family next = families.gauge(
                "spicerack_data_set_next_refresh_timestamp_seconds",
                "When a schedule asks for the next refresh, in seconds since 1970.");
        Map<DataSetId, Instant> skips = dataSets.lastSkipped();
        Timetable timetable = schedules.timetable();
        for (DataSetView view : dataSets.views()) {
            String id = view.dataSet().id().value();
            VersionRecord current = view.current();
            if (current != null) {
                Instant published = current.published();
                rows.sample(current.rows(), DATA_SET, id);
                bytes.sample(current.bytes(), DATA_SET, id);
                age.sample(Ages.seconds(current, clock), DATA_SET, id);
                double since = seconds(published == null ? current.staged() : published);
                Instant skipped = skips.get(view.dataSet().id());
                success.sample(skipped == null ? since : Math.max(since, seconds(skipped)), DATA_SET, id);
                drifted.sample(view.drifted() ? 1 : 0, DATA_SET, id);
            }
            IngestionRecord last = view.lastIngestion();
            if (last != null) {
                failing.sample(last.error() == null ? 0 : 1, DATA_SET, id);
                Instant started = last.started();
                Instant ended = last.ended();
                if (started != null && ended != null) {
                    took.sample(Duration.between(started, ended).toMillis() / 1000.0, DATA_SET, id);
                }
            }
            timetable.next(view.dataSet().id()).ifPresent(time -> next.sample(seconds(time), DATA_SET, id));
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    private void ended(MetricFamilies families) {
        Family ends = families.counter("spicerack_ingestions", "Ingestions that ended since the start, by status.");
        tally.counts()
                .forEach((dataSet, counts) -> counts.forEach(
                        (status, count) -> ends.sample(count, DATA_SET, dataSet.value(), "status", status.name())));
        Family failures = families.counter(
                "spicerack_ingestion_failures", "Ingestions that failed since the start, by type of error.");
        tally.failures()
                .forEach((dataSet, counts) -> counts.forEach(
                        (type, count) -> failures.sample(count, DATA_SET, dataSet.value(), "error_type", type.name())));
        Family dropped = families.counter(
                "spicerack_rows_dropped",
                "Rows that were read and not sealed since the start, as a row step left them out.");
        tally.dropped().forEach((dataSet, count) -> dropped.sample(count, DATA_SET, dataSet.value()));
    }

    private void underWay(MetricFamilies families) {
        List<RefreshProgress> running =
                ingestions.running().stream().map(RunningRefresh::progress).toList();
        Family rows = families.gauge("spicerack_ingestion_running_rows", "Rows sealed so far by a refresh in flight.");
        Family waiting = families.gauge(
                "spicerack_ingestion_waiting_seconds", "Seconds for which its source has sent a refresh nothing.");
        running.forEach(progress -> {
            rows.sample(progress.rows(), DATA_SET, progress.dataSet().value());
            waiting.sample(
                    progress.waiting().toMillis() / 1000.0,
                    DATA_SET,
                    progress.dataSet().value());
        });
        families.gauge("spicerack_ingestions_running", "Refreshes in flight.").sample(running.size());
        families.gauge("spicerack_ingestions_queued", "Ingestions that wait.").sample(ingestions.queued());
        families.gauge("spicerack_ingestions_concurrent", "The most refreshes that may run at a time.")
                .sample(ingestions.concurrent());
    }
}
