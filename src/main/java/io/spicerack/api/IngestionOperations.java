package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.Paging;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Ingestions: asked for by hand, looked at, cancelled. Thread-safe. */
final class IngestionOperations {
    private static final String ONE = "/data-sets/{DataSetId}/ingestions/{IngestionId}";

    private final Spice spice;
    private final Ingestions ingestions;
    private final Account account;
    private final IngestionJson json;
    private final ManualRefreshes byHand;

    IngestionOperations(Spice spice, Account account, Clock clock, int mostByHand) {
        this.byHand = new ManualRefreshes(spice.ingestions(), mostByHand);
        this.spice = spice;
        this.ingestions = spice.ingestions();
        this.account = account;
        this.json = new IngestionJson(spice.dataSets(), account, clock);
    }

    List<Operation> all() {
        return List.of(
                Operation.of("CreateIngestion", "PUT " + ONE, 201, this::create),
                Operation.of("DescribeIngestion", "GET " + ONE, 200, this::describe),
                Operation.of("CancelIngestion", "DELETE " + ONE, 200, this::cancel),
                Operation.of(
                        "ListIngestions", "GET /data-sets/{DataSetId}/ingestions", 200, Operation.PAGES, this::list));
    }

    private ObjectNode create(OperationCall call) {
        DataSetId dataSet = dataSet(call);
        IngestionId id = call.id("IngestionId", IngestionId::new);
        JsonInput input = call.input().allow(Set.of("IngestionType"));
        RequestType type = input.optionalText("IngestionType", 128)
                .map(text -> type(input, text))
                .orElse(RequestType.FULL_REFRESH);
        IngestionId queued = ApiError.translated(
                "INGESTION",
                () -> byHand.request(dataSet, () -> ingestions.request(dataSet, id, RequestSource.MANUAL, type)));
        return named(dataSet, queued).put("IngestionStatus", IngestionStatus.QUEUED.name());
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        ObjectNode body = JsonBody.object();
        body.set("Ingestion", json.ingestion(known(call)));
        return body;
    }

    private ObjectNode list(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId dataSet = dataSet(call);
        Paging page = ListPages.of(call, "ListIngestions of " + dataSet);
        String after = page.after();
        List<IngestionRecord> shown = after == null
                ? ingestions.list(dataSet, page.limit() + 1)
                : ingestions.list(dataSet, new IngestionId(after), page.limit() + 1);
        return ListPages.body(
                page, "Ingestions", shown, ingestion -> ingestion.id().value(), json::ingestion);
    }

    private ObjectNode cancel(OperationCall call) {
        call.input().allow(Set.of());
        IngestionRecord ingestion = known(call);
        if (ingestion.ended() != null) {
            // as in QuickSight: Terraform cancels what has long ended when it destroys it
            return named(ingestion.dataSet(), ingestion.id());
        }
        try {
            ingestions.cancel(ingestion.dataSet(), ingestion.id(), "cancelled by a call of CancelIngestion");
        } catch (IllegalStateException e) {
            throw ApiError.badParameter("IngestionId: " + e.getMessage());
        }
        return named(ingestion.dataSet(), ingestion.id());
    }

    private DataSetId dataSet(OperationCall call) {
        return DataSetOperations.known(spice.dataSets(), call.id("DataSetId", DataSetId::new))
                .dataSet()
                .id();
    }

    private IngestionRecord known(OperationCall call) {
        DataSetId dataSet = dataSet(call);
        IngestionId id = call.id("IngestionId", IngestionId::new);
        return ingestions
                .find(dataSet, id)
                .orElseThrow(() ->
                        ApiError.notFound("INGESTION", "data set '" + dataSet + "' has no ingestion '" + id + "'"));
    }

    private ObjectNode named(DataSetId dataSet, IngestionId id) {
        return JsonBody.object()
                .put("Arn", account.ingestion(dataSet, id).toString())
                .put("IngestionId", id.value());
    }

    private static RequestType type(JsonInput input, String text) {
        return switch (text) {
            case "FULL_REFRESH" -> RequestType.FULL_REFRESH;
            case "INCREMENTAL_REFRESH" -> RequestType.INCREMENTAL_REFRESH;
            default -> throw input.refused("IngestionType", "must be FULL_REFRESH or INCREMENTAL_REFRESH");
        };
    }
}
