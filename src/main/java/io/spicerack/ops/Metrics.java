package io.spicerack.ops;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.Refusals;
import io.spicerack.model.IngestionStatus;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** The state as Prometheus metrics. A scrape asks the catalog, never KMS. Thread-safe. */
public final class Metrics {
    private static final String DATA_SET = "data_set";

    private final AuditDelivery audit;
    private final DataSets dataSets;
    private final Ingestions ingestions;
    private final KeyWatch keyWatch;
    private final Clock clock;
    private final IngestionTally tally;
    private final Refusals refusals;

    public Metrics(
            AuditDelivery audit,
            DataSets dataSets,
            Ingestions ingestions,
            KeyWatch keyWatch,
            Clock clock,
            IngestionTally tally,
            Refusals refusals) {
        this.audit = audit;
        this.dataSets = dataSets;
        this.ingestions = ingestions;
        this.keyWatch = keyWatch;
        this.clock = clock;
        this.tally = tally;
        this.refusals = refusals;
    }

    public String text() {
        MetricsText text = new MetricsText();
        versions(text);
        ingestions(text);
        keys(text);
        text.family("spicerack_audit_backlog", "gauge", "Audit events that a sink has still to get.");
        audit.backlog().forEach((sink, events) -> text.sample(events, "sink", sink));
        text.family("spicerack_audit_events", "gauge", "Audit events in the trail by event name.");
        audit.countsByName().forEach((name, events) -> text.sample(events, "event", name));
        text.family("spicerack_refused_callers_total", "counter", "Callers who were not let in since the start.");
        refusals.counts().forEach((kind, count) -> text.sample(count, "port", kind.port(), "reason", kind.reason()));
        return text.toString();
    }

    private void versions(MetricsText text) {
        List<DataSetView> views = dataSets.views();
        List<VersionRecord> current = views.stream()
                .map(DataSetView::current)
                .filter(Objects::nonNull)
                .toList();
        text.family("spicerack_data_set_rows", "gauge", "Rows of the current version.");
        current.forEach(version -> text.sample(version.rows(), DATA_SET, id(version)));
        text.family("spicerack_data_set_bytes", "gauge", "Sealed bytes of the current version.");
        current.forEach(version -> text.sample(version.bytes(), DATA_SET, id(version)));
        text.family("spicerack_data_set_age_seconds", "gauge", "Seconds since the current version was published.");
        current.forEach(version -> text.sample(Ages.seconds(version, clock), DATA_SET, id(version)));
        text.family("spicerack_data_set_drifted", "gauge", "1 where the version is not under the key for new data.");
        views.stream()
                .filter(view -> view.current() != null)
                .forEach(view -> text.sample(
                        view.drifted() ? 1 : 0, DATA_SET, view.dataSet().id().value()));
    }

    private static String id(VersionRecord version) {
        return version.dataSet().value();
    }

    private void ingestions(MetricsText text) {
        text.family("spicerack_ingestions_total", "counter", "Ingestions that ended since the start, by status.");
        tally.counts().forEach((dataSet, counts) -> {
            for (IngestionStatus status : counts.keySet()) {
                text.sample(counts.getOrDefault(status, 0L), DATA_SET, dataSet.value(), "status", status.name());
            }
        });
        List<RefreshProgress> running =
                ingestions.running().stream().map(RunningRefresh::progress).toList();
        text.family("spicerack_ingestion_running_rows", "gauge", "Rows sealed so far by a refresh in flight.");
        running.forEach(progress ->
                text.sample(progress.rows(), DATA_SET, progress.dataSet().value()));
    }

    private void keys(MetricsText text) {
        List<KeyLook> looks = KeyLook.all(keyWatch);
        text.family("spicerack_key_state", "gauge", "1 for the state that the last look at a KMS key saw.");
        for (KeyLook look : looks) {
            String state = look.getState();
            text.sample(1, "key", look.getKeyArn(), "state", state == null ? "not looked at yet" : state);
        }
        text.family("spicerack_key_look_age_seconds", "gauge", "Seconds since the last look at a KMS key.");
        looks.stream()
                .filter(look -> look.getState() != null)
                .forEach(look -> text.sample(look.getAgeSeconds(), "key", look.getKeyArn()));
    }
}
