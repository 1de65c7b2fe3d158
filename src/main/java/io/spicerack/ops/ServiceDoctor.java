package io.spicerack.ops;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.queue.Timetable;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.KeyReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Looks at everything that a running service needs, by using it as a refresh would and changing nothing: keys by a dry run,
 * secrets and sources by a connection. Each call is on record as any other. Thread-safe.
 */
public final class ServiceDoctor {
    /** More than these have not come to a sink that is well. */
    private static final long MANY_WAITING = 10_000;

    private final KeyRegistrations keyRegistrations;
    private final KeyWatch keyWatch;
    private final DataSources dataSources;
    private final DataSets dataSets;
    private final RefreshSchedules schedules;
    private final AuditDelivery audit;
    private final Health health;

    public ServiceDoctor(
            KeyRegistrations keyRegistrations,
            KeyWatch keyWatch,
            DataSources dataSources,
            DataSets dataSets,
            RefreshSchedules schedules,
            AuditDelivery audit,
            Health health) {
        this.keyRegistrations = keyRegistrations;
        this.keyWatch = keyWatch;
        this.dataSources = dataSources;
        this.dataSets = dataSets;
        this.schedules = schedules;
        this.audit = audit;
        this.health = health;
    }

    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        health(findings);
        keys(findings);
        sources(findings);
        dataSets(findings);
        sinks(findings);
        return findings;
    }

    private void health(List<Finding> findings) {
        for (HealthReport.Check check : health.report().checks()) {
            if (check.status() == HealthReport.Status.DOWN) {
                findings.add(Finding.fail(
                        check.name(),
                        String.valueOf(check.details().getOrDefault("reason", check.details())),
                        check.name().equals("disk")
                                ? "a larger disk; nothing in the data directory is to be deleted by hand"
                                : "the log has more; docs/operations.md, What is wrong"));
            } else if (check.status() == HealthReport.Status.UP) {
                findings.add(Finding.ok(check.name(), "up"));
            }
        }
    }

    private void keys(List<Finding> findings) {
        Set<KeyReference> all = new LinkedHashSet<>();
        all.add(keyRegistrations.keyForNewData().key());
        keyRegistrations.list().stream().map(RegisteredKey::key).forEach(all::add);
        all.addAll(keyWatch.watched());
        for (KeyReference key : all) {
            String check = "key " + key;
            String problem = keyRegistrations.problem(key);
            findings.add(
                    problem.isEmpty()
                            ? Finding.ok(check, "Enabled, and a dry run of GenerateDataKey is allowed")
                            : Finding.fail(
                                    check, problem, "the key's state and policy, the role's policy (README.md)"));
            if (keyWatch.isStale(key) && problem.isEmpty()) {
                findings.add(Finding.warn(
                        check,
                        "nobody has looked at it for "
                                + keyWatch.age(key)
                                        .map(age -> age.toSeconds() + " s")
                                        .orElse("as long as this runs"),
                        "is routes/keys.camel.yaml as it was shipped? a key that is disabled cuts readers by it"));
            }
        }
    }

    private void sources(List<Finding> findings) {
        Map<DataSourceRecord, CompletableFuture<DataSources.Checked>> checks = new LinkedHashMap<>();
        for (DataSourceRecord source : dataSources.list()) {
            checks.put(source, dataSources.check(source.id()));
        }
        checks.forEach((source, checked) -> findings.add(source(source, checked.join())));
    }

    /** As refreshes call it, which is how the page has it; QuickSight has fewer words for data sources. */
    static String inRunbook(DataSourceErrorType type) {
        return switch (type) {
            case ACCESS_DENIED -> "DATA_SOURCE_AUTH_FAILED, PASSWORD_AUTHENTICATION_FAILURE, PERMISSION_DENIED";
            case UNKNOWN_HOST -> "UNRESOLVABLE_HOST";
            case TIMEOUT -> "UNROUTABLE_HOST, DATA_SOURCE_CONNECTION_FAILED";
            default -> "CONNECTION_FAILURE, SSL_CERTIFICATE_VALIDATION_FAILURE, INVALID_DATA_SOURCE_CONFIG";
        };
    }

    private static Finding source(DataSourceRecord source, DataSources.Checked checked) {
        String check = "data source " + source.id();
        if (checked.error().isPresent()) {
            return Finding.fail(
                    check,
                    checked.error().get().message(),
                    "docs/operations.md, What is wrong: "
                            + inRunbook(checked.error().get().type()));
        }
        return checked.mayChange()
                .map(more -> Finding.warn(check, more, "a user for it that may only SELECT"))
                .orElseGet(() -> Finding.ok(
                        check,
                        "its secret opens it; its user may " + (source.ssl() ? "only read, over TLS" : "only read")));
    }

    private void dataSets(List<Finding> findings) {
        List<DataSetView> all = dataSets.views();
        Timetable timetable = schedules.timetable();
        for (DataSetView view : all) {
            String check = "data set " + view.dataSet().id();
            ErrorInfo error =
                    view.lastIngestion() == null ? null : view.lastIngestion().error();
            if (error != null) {
                findings.add(Finding.warn(
                        check,
                        "its last ingestion failed: " + error.type() + ": " + error.message(),
                        "then: spicerack refresh " + view.dataSet().id()));
            } else if (timetable.next(view.dataSet().id()).isEmpty() && view.current() == null) {
                findings.add(Finding.warn(
                        check,
                        "it has no version, and no schedule asks for one",
                        "spicerack refresh " + view.dataSet().id() + ", or a schedule in its route"));
            }
        }
        findings.add(Finding.ok("data sets", all.size() + " are declared"));
    }

    private void sinks(List<Finding> findings) {
        audit.backlog()
                .forEach((sink, waiting) -> findings.add(
                        waiting > MANY_WAITING
                                ? Finding.warn(
                                        "audit sink " + sink,
                                        waiting + " records wait for it",
                                        "the log says what its route fails at; one that is no longer used: spicerack"
                                                + " audit sinks --forget " + sink)
                                : Finding.ok("audit sink " + sink, waiting + " records wait for it")));
        for (FailingSinks.Failing failing : audit.failing().all()) {
            findings.add(Finding.fail(
                    "sink " + failing.sink(),
                    "it takes nothing since " + failing.since() + ": " + failing.reason(),
                    "mend what it says; nothing is lost meanwhile, and it is tried again every few seconds"));
        }
    }
}
