package io.spicerack.ops;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The state as Prometheus reads it. A scrape asks the catalog, never KMS. Thread-safe. */
public final class Metrics {
    /** What {@link #text} is, as an HTTP header says it. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
    private final IngestionTally tally;
    private final Histogram durations = Histogram.builder()
            .name("spicerack_ingestion_duration_seconds")
            .help("How long ingestions took that ended since the start, from their claim.")
            .labelNames("status")
            .classicOnly()
            .classicUpperBounds(1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800)
            .build();

    /** @param kms measures what KMS takes; nothing where the calls do not go through it */
    public Metrics(Spice spice, KmsTimes kms, Path dataDirectory, Clock clock) {
        tally = new IngestionTally(spice.dataSets(), spice.ingestions(), this::observe);
        registry.register(new DataSetMetrics(spice.dataSets(), spice.schedules(), spice.ingestions(), tally, clock));
        registry.register(durations);
        registry.register(new ServiceMetrics(
                spice.keyWatch(),
                spice.dataSources(),
                spice.audit(),
                spice.refusals(),
                spice.ingestions().routeFiles(),
                dataDirectory));
        registry.register(kms.histogram());
        JvmMetrics.builder().register(registry);
    }

    private void observe(IngestionRecord ended) {
        Instant started = ended.started();
        Instant end = ended.ended();
        if (started != null && end != null) {
            double seconds = Math.max(0, Duration.between(started, end).toMillis() / 1000.0);
            durations.labelValues(ended.status().name()).observe(seconds);
        }
    }

    public String text() {
        // before the histogram is read, which it fills
        tally.look();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            format.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
