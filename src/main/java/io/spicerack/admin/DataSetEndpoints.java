package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DeclaredElsewhereException;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calls below {@code /data-sets}: their state, refreshes on demand, and rows. Thread-safe. */
final class DataSetEndpoints {
    private final NamedDataSets dataSets;
    private final DefinedDataSets definedDataSets;
    private final Ingestions ingestions;
    private final DataSetStateJson json;
    private final Rows rows;

    DataSetEndpoints(
            NamedDataSets dataSets,
            DefinedDataSets definedDataSets,
            DataSetStateJson json,
            Ingestions ingestions,
            Rows rows) {
        this.dataSets = dataSets;
        this.definedDataSets = definedDataSets;
        this.ingestions = ingestions;
        this.json = json;
        this.rows = rows;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of("GET /data-sets", call -> HttpAnswer.prettyJson(200, "dataSets", json.dataSets())),
                Endpoint.of(
                        "GET /data-sets/{id}/rows", Set.of("format", "limit"), call -> rows.answer(known(call), call)),
                Endpoint.of("POST /data-sets/{id}/ingestions", Set.of("drift"), this::refresh),
                Endpoint.of("GET /data-sets/{id}/ingestions/{ingestion}", this::ingestion),
                Endpoint.of("DELETE /data-sets/{id}", this::delete),
                Endpoint.of("DELETE /data-sets/{id}/ingestions", call -> cancelled(call, unfinished(call))),
                Endpoint.of(
                        "DELETE /data-sets/{id}/ingestions/{ingestion}",
                        call -> cancelled(call, List.of(named(call, call.name("ingestion"))))),
                Endpoint.of("GET /reads/{read}", call -> rows.whyCut(call.name("read"))));
    }

    private HttpAnswer refresh(ManagementCall call) {
        DataSetId id = known(call).dataSet().id();
        return HttpAnswer.prettyJson(201, queued(id, call.parameter("drift").map(DataSetEndpoints::policy)));
    }

    private HttpAnswer delete(ManagementCall call) {
        DataSetId id = known(call).dataSet().id();
        try {
            definedDataSets.deleteUndeclared(id);
        } catch (DeclaredElsewhereException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
        return HttpAnswer.prettyJson(
                200, JsonBody.object().put("dataSetId", id.value()).put("deleted", true));
    }

    private HttpAnswer ingestion(ManagementCall call) {
        return HttpAnswer.prettyJson(200, json.ingestion(known(call).dataSet().id(), call.name("ingestion")));
    }

    private static DriftPolicy policy(String text) {
        return DriftPolicy.of(text)
                .orElseThrow(() ->
                        Refusal.badParameter("drift is '" + text + "'; it must be one of " + DriftPolicy.allowed()));
    }

    private ObjectNode queued(DataSetId id, Optional<DriftPolicy> drift) {
        IngestionId ingestion = drift.map(policy -> ingestions.request(id, policy))
                .orElseGet(() -> ingestions.request(id, RequestSource.MANUAL));
        return JsonBody.object().put("dataSetId", id.value()).put("ingestionId", ingestion.value());
    }

    private HttpAnswer cancelled(ManagementCall call, List<IngestionId> all) {
        DataSetId dataSet = known(call).dataSet().id();
        ObjectNode answer = JsonBody.object().put("dataSetId", dataSet.value());
        ArrayNode cancelled = answer.putArray("cancelled");
        for (IngestionId ingestion : all) {
            try {
                ingestions.cancel(dataSet, ingestion, "cancelled by " + call.by());
            } catch (IllegalStateException e) {
                throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
            }
            cancelled.add(ingestion.value());
        }
        return HttpAnswer.prettyJson(200, answer);
    }

    /** Those that wait first: else one of them begins as soon as the one that runs has ended. */
    private List<IngestionId> unfinished(ManagementCall call) {
        DataSetId dataSet = known(call).dataSet().id();
        List<IngestionId> unfinished = ingestions.unfinished(dataSet);
        if (unfinished.isEmpty()) {
            throw Refusal.nothingToRead(
                    "no ingestion of data set '" + dataSet + "' waits or runs: there is nothing to cancel");
        }
        return unfinished;
    }

    private IngestionId named(ManagementCall call, String ingestion) {
        DataSetId dataSet = known(call).dataSet().id();
        return IngestionIds.parse(ingestion)
                .filter(id -> ingestions.find(dataSet, id).isPresent())
                .orElseThrow(() -> DataSetStateJson.noIngestion(dataSet, ingestion));
    }

    private DataSetView known(ManagementCall call) {
        return dataSets.known(call.name("id"));
    }
}
