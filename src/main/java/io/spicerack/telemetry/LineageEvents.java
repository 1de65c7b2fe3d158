package io.spicerack.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacets;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.table.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A START and an end of each refresh, as OpenLineage has them: from a database, of whose tables nothing is known here, to a data
 * set with the names and types of its columns. The library makes the events; the JDK's client sends them.
 */
final class LineageEvents implements RunReceiver {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setSerializationInclusion(JsonInclude.Include.NON_NULL)
            .registerModule(new SimpleModule()
                    .addSerializer(ZonedDateTime.class, ToStringSerializer.instance)
                    .addSerializer(UUID.class, ToStringSerializer.instance));

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final OpenLineage events = new OpenLineage(URI.create("https://spicerack.io/"));
    private final URI url;
    private final Account account;

    LineageEvents(URI url, Account account) {
        this.url = url;
        this.account = account;
    }

    @Override
    public void ended(EndedRun run) {
        send(event(run, EventType.START, run.started()));
        send(event(run, end(run.ingestion().status()), run.ended()));
    }

    private static EventType end(IngestionStatus status) {
        return switch (status) {
            case COMPLETED, SKIPPED -> EventType.COMPLETE;
            case FAILED -> EventType.FAIL;
            case CANCELLED, INITIALIZED, QUEUED, RUNNING -> EventType.ABORT;
        };
    }

    private RunEvent event(EndedRun run, EventType type, Instant time) {
        return events.newRunEventBuilder()
                .eventType(type)
                .eventTime(time.atZone(ZoneOffset.UTC))
                .run(events.newRunBuilder()
                        .runId(id(run))
                        .facets(facets(run, type))
                        .build())
                .job(events.newJobBuilder()
                        .namespace(namespace())
                        .name("refresh " + run.ingestion().dataSet())
                        .build())
                .inputs(run.source().map(this::input).stream().toList())
                // a run that was skipped has ended well, and has written nothing
                .outputs(run.ingestion().skipped() == null ? List.of(output(run, type)) : List.of())
                .build();
    }

    /** One for each ingestion, however often it is told of. */
    private static UUID id(EndedRun run) {
        String name = run.ingestion().dataSet() + "/" + run.ingestion().id();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private String namespace() {
        return "arn:" + account.partition() + ":quicksight:" + account.region() + ":" + account.id();
    }

    private RunFacets facets(EndedRun run, EventType type) {
        OpenLineage.RunFacetsBuilder facets = events.newRunFacetsBuilder();
        if (type == EventType.FAIL) {
            // the type alone: its words are for those who may look at the service
            run.error()
                    .ifPresent(error -> facets.errorMessage(
                            events.newErrorMessageRunFacet(error.type().name(), "JAVA", null)));
        }
        return facets.build();
    }

    private InputDataset input(DataSourceRecord source) {
        String scheme = source.type().name().contains("POSTGRES") ? "postgres" : "mysql";
        return events.newInputDatasetBuilder()
                .namespace(scheme + "://" + source.host() + ":" + source.port())
                .name(source.database())
                .build();
    }

    private OutputDataset output(EndedRun run, EventType type) {
        DataSetId dataSet = run.ingestion().dataSet();
        OpenLineage.OutputDatasetBuilder output =
                events.newOutputDatasetBuilder().namespace(namespace()).name("dataset/" + dataSet);
        if (type == EventType.COMPLETE) {
            run.columns()
                    .ifPresent(columns -> output.facets(events.newDatasetFacetsBuilder()
                            .schema(events.newSchemaDatasetFacet(fields(columns)))
                            .build()));
            output.outputFacets(events.newOutputDatasetOutputFacetsBuilder()
                    .outputStatistics(events.newOutputStatisticsOutputDatasetFacet(
                            run.ingestion().rows().rowsIngested(),
                            run.ingestion().bytes(),
                            null))
                    .build());
        }
        return output.build();
    }

    private List<SchemaDatasetFacetFields> fields(Schema columns) {
        return columns.columns().stream()
                .map(column -> events.newSchemaDatasetFacetFieldsBuilder()
                        .name(column.name())
                        .type(column.type().toString())
                        .build())
                .toList();
    }

    private void send(RunEvent event) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(event)))
                    .build();
            HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("HTTP status " + answer.statusCode());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event can be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "OpenLineage";
    }
}
