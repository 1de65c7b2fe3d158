package io.spicerack.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.spicerack.catalog.record.IngestionRecord;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A trace for each refresh: its span, and below it one for each statement that the source was asked. They are made when it has
 * ended, of times that the catalog and the trail have; what a collector does not take is dropped by the SDK's bounded queue.
 */
final class OtlpTraces implements RunReceiver {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OtlpTraces(URI collector) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString())
                .setTimeout(PATIENCE)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "spicerack")))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        tracer = provider.get("io.spicerack");
    }

    @Override
    public void ended(EndedRun run) {
        IngestionRecord ingestion = run.ingestion();
        Span refresh = tracer.spanBuilder("refresh " + ingestion.dataSet())
                .setNoParent()
                .setStartTimestamp(run.started())
                .setAttribute("spicerack.data_set", ingestion.dataSet().value())
                .setAttribute("spicerack.ingestion", ingestion.id().value())
                .setAttribute("spicerack.status", ingestion.status().name())
                .setAttribute("spicerack.request_type", ingestion.requestType().name())
                .setAttribute(
                        "spicerack.request_source", ingestion.requestSource().name())
                .setAttribute("spicerack.rows", ingestion.rows().rowsIngested())
                .setAttribute("spicerack.bytes", ingestion.bytes())
                .startSpan();
        run.source().ifPresent(source -> refresh.setAttribute(
                        "spicerack.data_source", source.id().value())
                .setAttribute("server.address", source.host())
                .setAttribute("server.port", (long) source.port()));
        // the type alone: its words are for those who may look at the service
        run.error().ifPresent(error -> refresh.setAttribute(
                        "error.type", error.type().name())
                .setStatus(StatusCode.ERROR, error.type().name()));
        Context within = Context.root().with(refresh);
        run.statements().forEach(statement -> statement(run, statement, within));
        refresh.end(run.ended());
    }

    /** Its time has whole seconds, and is not to be outside of the refresh. */
    private void statement(EndedRun run, EndedRun.Statement asked, Context within) {
        Instant begin = asked.begun().isBefore(run.started()) ? run.started() : asked.begun();
        Instant end = begin.plus(asked.took());
        Span span = tracer.spanBuilder("query source: " + asked.purpose())
                .setParent(within)
                .setStartTimestamp(begin)
                .setAttribute("spicerack.purpose", asked.purpose())
                .startSpan();
        asked.errorCode()
                .ifPresent(code -> span.setAttribute("error.type", code).setStatus(StatusCode.ERROR, code));
        span.end(end.isAfter(run.ended()) ? run.ended() : end);
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "OpenTelemetry";
    }
}
