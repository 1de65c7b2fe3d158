package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.account.DataSets;
import io.spicerack.http.JsonBody;
import io.spicerack.model.Account;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** QuickSight's Ingestion structure. Thread-safe. */
final class IngestionJson {
    private final DataSets dataSets;
    private final Account account;
    private final Clock clock;

    IngestionJson(DataSets dataSets, Account account, Clock clock) {
        this.dataSets = dataSets;
        this.account = account;
        this.clock = clock;
    }

    ObjectNode ingestion(IngestionRecord ingestion) {
        ObjectNode json = JsonBody.object()
                .put(
                        "Arn",
                        account.ingestion(ingestion.dataSet(), ingestion.id()).toString())
                .put("IngestionId", ingestion.id().value())
                .put("IngestionStatus", ingestion.status().inQuickSight().name())
                .put("RequestSource", ingestion.requestSource().name())
                .put("RequestType", ingestion.requestType().name())
                .put("IngestionSizeInBytes", ingestion.bytes());
        json.set("CreatedTime", JsonBody.epochSeconds(ingestion.created()));
        json.set(
                "RowInfo",
                JsonBody.object()
                        .put("RowsIngested", ingestion.rows().rowsIngested())
                        .put("RowsDropped", ingestion.rows().rowsDropped())
                        .put("TotalRowsInDataset", ingestion.rows().totalRowsInDataset()));
        if (ingestion.status() == IngestionStatus.QUEUED) {
            dataSets.ahead(ingestion.dataSet(), ingestion.id()).ifPresent(ahead -> json.putObject("QueueInfo")
                    .put("WaitingOnIngestion", ahead.value())
                    .put("QueuedIngestion", ingestion.id().value()));
        }
        Instant started = ingestion.started();
        if (started != null) {
            Instant ended = ingestion.ended();
            Duration took = Duration.between(started, ended == null ? clock.instant() : ended);
            // never negative: a clock may be set back
            json.put("IngestionTimeInSeconds", Math.max(0, took.toSeconds()));
        }
        ErrorInfo error = ingestion.skipped() == null
                ? ingestion.error()
                // of QuickSight's words the nearest, and the one place that has room for the reason
                : new ErrorInfo(IngestionErrorType.INGESTION_CANCELED, "skipped: " + ingestion.skipped());
        if (error != null) {
            json.set(
                    "ErrorInfo",
                    JsonBody.object()
                            .put("Type", error.type().inQuickSight().name())
                            .put("Message", error.message()));
        }
        return json;
    }
}
