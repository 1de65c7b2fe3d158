package io.spicerack.ops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the service can do its work, check by check. Immutable. */
public record HealthReport(List<Check> checks) {
    /** WARN keeps the service up: the data that may be read still is. */
    public enum Status {
        UP,
        WARN,
        DOWN
    }

    /**
     * One check.
     *
     * @param details by name: numbers, texts, and lists of records or beans
     */
    public record Check(String name, Status status, Map<String, Object> details) {
        public Check {
            // in their order
            details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        }
    }

    /** A data set whose last ingestion failed. */
    public record FailedIngestion(String dataSetId, String ingestionId, String errorType, String message) {}

    /** A sink of the audit trail, or a way of alerts, that does not take what it is brought; {@code since} in ISO-8601. */
    public record FailingSink(String sink, String since, String reason) {}

    public HealthReport {
        checks = List.copyOf(checks);
    }

    public boolean up() {
        return checks.stream().noneMatch(check -> check.status() == Status.DOWN);
    }
}
