package io.spicerack.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.core.trail.Refusals;
import io.spicerack.model.ResourceStatus;
import io.spicerack.ops.MetricFamilies.Family;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Keys, data sources, the audit trail, callers and the disk. A scrape asks the catalog, never KMS. Thread-safe. */
final class ServiceMetrics implements MultiCollector {
    private final KeyWatch keyWatch;
    private final DataSources dataSources;
    private final AuditDelivery audit;
    private final Refusals refusals;
    private final RouteFiles routeFiles;
    private final Path dataDirectory;

    ServiceMetrics(
            KeyWatch keyWatch,
            DataSources dataSources,
            AuditDelivery audit,
            Refusals refusals,
            RouteFiles routeFiles,
            Path dataDirectory) {
        this.keyWatch = keyWatch;
        this.dataSources = dataSources;
        this.audit = audit;
        this.refusals = refusals;
        this.routeFiles = routeFiles;
        this.dataDirectory = dataDirectory;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        keys(families);
        sources(families);
        routeFiles(families);
        audit(families);
        disk(families);
        String version = ServiceMetrics.class.getPackage().getImplementationVersion();
        families.gauge("spicerack_build_info", "1, with the versions of Spicerack and Java.")
                .sample(
                        1,
                        "version",
                        version == null ? "not packaged" : version,
                        "java",
                        System.getProperty("java.version"));
        return families.build();
    }

    private void keys(MetricFamilies families) {
        Family state = families.gauge(
                "spicerack_key_state",
                "1 for the state that the last look at a KMS key saw; unknown where KMS has not answered since.");
        Family age = families.gauge("spicerack_key_look_age_seconds", "Seconds since the last look at a KMS key.");
        Family silent = families.gauge(
                "spicerack_key_silent_seconds", "Seconds since KMS does not say how a key is; 0 while it does.");
        for (KeyLook look : KeyLook.all(keyWatch)) {
            state.sample(1, "key", look.getKeyArn(), "state", look.known());
            if (look.getState() != null) {
                age.sample(look.getAgeSeconds(), "key", look.getKeyArn());
            }
            silent.sample(Math.max(0, look.getSilentSeconds()), "key", look.getKeyArn());
        }
    }

    private void sources(MetricFamilies families) {
        Family usable = families.gauge(
                "spicerack_data_source_usable",
                "1 where the last connection to a data source went well, 0 where it failed.");
        for (DataSourceRecord source : dataSources.list()) {
            ResourceStatus status = source.status();
            boolean failed = status == ResourceStatus.CREATION_FAILED || status == ResourceStatus.UPDATE_FAILED;
            usable.sample(failed ? 0 : 1, "data_source", source.id().value(), "status", status.name());
        }
    }

    private void routeFiles(MetricFamilies families) {
        Family files = families.gauge(
                "spicerack_route_files",
                "Files of routes/ and config/catalog/ by how they are; REFUSED ones are not served as they are.");
        for (RouteFiles.State state : RouteFiles.State.values()) {
            long count = routeFiles.all().stream()
                    .filter(line -> line.state() == state)
                    .count();
            files.sample(count, "state", state.name());
        }
    }

    private void audit(MetricFamilies families) {
        Family backlog = families.gauge("spicerack_audit_backlog", "Audit events that a sink has still to get.");
        audit.backlog().forEach((sink, events) -> backlog.sample(events, "sink", sink));
        Family failing = families.gauge(
                "spicerack_sink_failing_seconds",
                "For how long a sink of the audit trail, or a way of alerts, has taken nothing; 0 while it is well.");
        FailingSinks sinks = audit.failing();
        Set<String> names = new TreeSet<>(audit.backlog().keySet());
        sinks.all().forEach(sink -> names.add(sink.sink()));
        names.forEach(sink -> failing.sample(sinks.seconds(sink), "sink", sink));
        Family events = families.gauge("spicerack_audit_events", "Audit events in the trail by event name.");
        audit.countsByName().forEach((name, count) -> events.sample(count, "event", name));
        Family refused = families.counter("spicerack_refused_callers", "Callers who were not let in since the start.");
        refusals.counts().forEach((kind, count) -> refused.sample(count, "port", kind.port(), "reason", kind.reason()));
    }

    private void disk(MetricFamilies families) {
        try {
            FileStore disk = Files.getFileStore(dataDirectory);
            families.gauge("spicerack_disk_free_bytes", "Bytes free on the disk of the data directory.")
                    .sample(disk.getUsableSpace());
            families.gauge("spicerack_disk_size_bytes", "Size of the disk of the data directory.")
                    .sample(disk.getTotalSpace());
        } catch (IOException e) {
            // /health says so in words
        }
    }
}
