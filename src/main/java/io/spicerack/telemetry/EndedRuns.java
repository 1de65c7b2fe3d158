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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what is known of ingestions as they end, from the catalog and the trail. One thread. */
final class EndedRuns {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Logger LOGGER = LoggerFactory.getLogger(EndedRuns.class);
    private static final int MOST_STATEMENTS = 200;

    /** A minute's looks: what cannot be read for longer is damaged rather than busy. */
    private static final int MOST_TRIES = 20;

    private static final int MOST_UNTOLD = 10_000;

    private final DataSets dataSets;
    private final DataSources dataSources;
    private final AuditDelivery audit;
    private final Account account;
    private final EndedIngestions ended;
    private final Deque<Untold> untold = new ArrayDeque<>();

    private static final class Untold {
        private final IngestionRecord ingestion;
        private int tries;

        Untold(IngestionRecord ingestion) {
            this.ingestion = ingestion;
        }
    }

    EndedRuns(DataSets dataSets, DataSources dataSources, Ingestions ingestions, AuditDelivery audit, Account account) {
        this.dataSets = dataSets;
        this.dataSources = dataSources;
        this.audit = audit;
        this.account = account;
        this.ended = ingestions.ended();
    }

    /** Tells of those that ran and have ended since the look before, and of those that could not be told of then. */
    void look(Consumer<EndedRun> told) {
        ended.look().stream()
                .filter(ingestion -> ingestion.started() != null)
                .map(Untold::new)
                .forEach(untold::add);
        for (int left = untold.size(); left > 0; left--) {
            Untold next = untold.remove();
            try {
                told.accept(run(next.ingestion));
            } catch (RuntimeException e) {
                again(next, e);
            }
        }
    }

    private void again(Untold run, RuntimeException failure) {
        run.tries++;
        boolean kept = run.tries < MOST_TRIES && untold.size() < MOST_UNTOLD;
        if (kept) {
            untold.add(run);
        }
        LOGGER.atWarn()
                .addKeyValue("dataSetId", run.ingestion.dataSet())
                .addKeyValue("ingestionId", run.ingestion.id())
                .setCause(failure)
                .log(
                        kept
                                ? "what is known of a refresh that ended cannot be read now; telemetry hears of it later"
                                : "what is known of a refresh that ended cannot be read; telemetry does not hear of it, the"
                                        + " audit trail has it");
    }

    private EndedRun run(IngestionRecord ingestion) {
        Instant began = Objects.requireNonNull(ingestion.started());
        Instant end = Objects.requireNonNull(ingestion.ended());
        return new EndedRun(
                ingestion, began, end, source(ingestion), columns(ingestion), statements(ingestion, began, end));
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
