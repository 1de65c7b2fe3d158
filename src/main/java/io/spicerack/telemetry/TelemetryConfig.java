package io.spicerack.telemetry;

import java.net.URI;
import java.util.Optional;

/**
 * Whom to tell; nobody where both are empty.
 *
 * @param traces where a collector takes OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}
 * @param lineage where OpenLineage's events are taken, such as {@code http://127.0.0.1:5000/api/v1/lineage}
 */
public record TelemetryConfig(Optional<URI> traces, Optional<URI> lineage) {
    boolean isOff() {
        return traces.isEmpty() && lineage.isEmpty();
    }
}
