package io.spicerack.ops;

import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.model.ErrorInfo;
import io.spicerack.ops.HealthReport.Check;
import io.spicerack.ops.HealthReport.FailedIngestion;
import io.spicerack.ops.HealthReport.FailingSink;
import io.spicerack.ops.HealthReport.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Whether the service can do its work. A restart or a larger disk helps when it is DOWN; a disabled key or a failed
 * ingestion does not make it so, since the data that may be read still is: they are shown as WARN. Thread-safe.
 */
public final class Health {
    private static final long LEAST_FREE_BYTES = 100L << 20;

    private final DataSets dataSets;
    private final KeyWatch keyWatch;
    private final RouteFiles routeFiles;
    private final FailingSinks sinks;
    private final BooleanSupplier started;
    private final Path dataDirectory;

    /** @param started whether the routes run */
    public Health(
            DataSets dataSets,
            KeyWatch keyWatch,
            RouteFiles routeFiles,
            FailingSinks sinks,
            BooleanSupplier started,
            Path dataDirectory) {
        this.dataSets = dataSets;
        this.keyWatch = keyWatch;
        this.routeFiles = routeFiles;
        this.sinks = sinks;
        this.started = started;
        this.dataDirectory = dataDirectory;
    }

    public HealthReport report() {
        List<Check> checks = new ArrayList<>(ofCatalog());
        checks.add(disk());
        checks.add(routes());
        checks.add(sinks());
        return new HealthReport(checks);
    }

    /** What a sink has not got waits in the catalog: no reason for a restart. */
    private Check sinks() {
        List<FailingSink> failing = sinks.all().stream()
                .map(sink -> new FailingSink(sink.sink(), sink.since().toString(), sink.reason()))
                .toList();
        return new Check("sinks", failing.isEmpty() ? Status.UP : Status.WARN, Map.of("failing", failing));
    }

    /** A file that is refused leaves its data sets as they were: shown, and no reason for a restart. */
    private Check routes() {
        if (!started.getAsBoolean()) {
            return new Check(
                    "routes", Status.DOWN, Map.of("reason", "the routes are starting: no data set is refreshed yet"));
        }
        List<String> refused = routeFiles.all().stream()
                .filter(line -> line.state() == RouteFiles.State.REFUSED)
                .map(line -> line.why() + (line.serves() ? " (what it said before goes on)" : ""))
                .toList();
        return new Check("routes", refused.isEmpty() ? Status.UP : Status.WARN, Map.of("refused", refused));
    }

    /** What the catalog tells of; that it tells nothing is the one check where it does not answer. */
    private List<Check> ofCatalog() {
        try {
            List<DataSetView> all = dataSets.views();
            Check catalog = new Check("catalog", Status.UP, Map.of("dataSets", all.size()));
            return List.of(catalog, ingestions(all), keys());
        } catch (RuntimeException e) {
            String reason = e instanceof CatalogException
                    ? String.valueOf(e.getMessage())
                    : "unexpected " + e.getClass().getName() + "; the service's log has its place";
            return List.of(new Check("catalog", Status.DOWN, Map.of("reason", reason)));
        }
    }

    private static Check ingestions(List<DataSetView> all) {
        List<FailedIngestion> failed = new ArrayList<>();
        for (DataSetView view : all) {
            IngestionRecord last = view.lastIngestion();
            ErrorInfo error = last == null ? null : last.error();
            if (last != null && error != null) {
                failed.add(new FailedIngestion(
                        last.dataSet().value(), last.id().value(), error.type().name(), error.message()));
            }
        }
        return new Check("ingestions", failed.isEmpty() ? Status.UP : Status.WARN, Map.of("lastFailed", failed));
    }

    private Check keys() {
        List<KeyLook> looks = KeyLook.all(keyWatch);
        boolean well = looks.stream().allMatch(KeyLook::well);
        return new Check("keys", well ? Status.UP : Status.WARN, Map.of("states", looks));
    }

    private Check disk() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("directory", dataDirectory.toString());
        try {
            long free = Files.getFileStore(dataDirectory).getUsableSpace();
            details.put("freeBytes", free);
            details.put("leastFreeBytes", LEAST_FREE_BYTES);
            return new Check("disk", free >= LEAST_FREE_BYTES ? Status.UP : Status.DOWN, details);
        } catch (IOException e) {
            details.put("reason", "the free space cannot be read: " + e.getMessage());
            return new Check("disk", Status.DOWN, details);
        }
    }
}
