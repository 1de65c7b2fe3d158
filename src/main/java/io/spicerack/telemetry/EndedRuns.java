package io.spicerack.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.EndedIngestions;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.refresh.SchemaJson;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.model.Account;
import io.spicerack.model.AuditRecord;
import io.spicerack.table.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is known of ingestions as they end, from the catalog and the trail. One thread. */
final class EndedRuns {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_STATEMENTS = 200;

    private final DataSets dataSets;
    private final DataSources dataSources;
    private final AuditDelivery audit;
    private final Account account;
    private final EndedIngestions ended;

    EndedRuns(DataSets dataSets, DataSources dataSources, Ingestions ingestions, AuditDelivery audit, Account account) {
        this.dataSets = dataSets;
        this.dataSources = dataSources;
        this.audit = audit;
        this.account = account;
        this.ended = ingestions.ended();
    }

    /** Those that ran and have ended since the look before. */
    List<EndedRun> look() {
        List<EndedRun> runs = new ArrayList<>();
        for (IngestionRecord ingestion : ended.look()) {
            Instant began = ingestion.started();
            Instant end = ingestion.ended();
            if (began != null && end != null) {
                runs.add(new EndedRun(
                        ingestion,
                        began,
                        end,
                        source(ingestion),
                        columns(ingestion),
                        statements(ingestion, began, end)));
            }
        }
        return runs;
    }

    private Optional<DataSourceRecord> source(IngestionRecord ingestion) {
        return dataSets.read(ingestion.dataSet(), ingestion.id())
                .flatMap(read -> dataSources.find(read.snapshot().dataSource()));
    }

    private Optional<Schema> columns(IngestionRecord ingestion) {
        return dataSets.view(ingestion.dataSet())
                .map(DataSetView::current)
                .filter(version -> version.ingestion().equals(ingestion.id()))
                .map(VersionRecord::schemaJson)
                .map(SchemaJson::read);
    }

    /** Records have whole seconds. */
    private List<EndedRun.Statement> statements(IngestionRecord ingestion, Instant began, Instant end) {
        return audit
                .search(AuditQuery.oldest(MOST_STATEMENTS)
                        .named("QueryDatabase")
                        .about(account.dataSet(ingestion.dataSet()))
                        .between(began.minusSeconds(1), end.plusSeconds(1)))
                .stream()
                .map(EndedRuns::statement)
                .toList();
    }

    private static EndedRun.Statement statement(AuditRecord record) {
        JsonNode details = details(record);
        String purpose = details.path("eventRequestDetails").path("purpose").asText("rows");
        long millis =
                details.path("eventResponseDetails").path("durationMillis").asLong();
        return new EndedRun.Statement(
                purpose, record.eventTime(), Duration.ofMillis(millis), Optional.ofNullable(record.errorCode()));
    }

    private static JsonNode details(AuditRecord record) {
        try {
            return MAPPER.readTree(record.json()).path("serviceEventDetails");
        } catch (JsonProcessingException e) {
            // one that was changed from outside
            return MAPPER.createObjectNode();
        }
    }
}
