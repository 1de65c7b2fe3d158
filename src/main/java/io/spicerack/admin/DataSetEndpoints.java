package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DeclaredElsewhereException;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calls below {@code /data-sets}: their state, refreshes on demand, and rows. Thread-safe. */
final class DataSetEndpoints {
    private final DataSets dataSets;
    private final DefinedDataSets definedDataSets;
    private final Ingestions ingestions;
    private final DataSetStateJson json;
    private final Rows rows;

    DataSetEndpoints(
            DataSets dataSets,
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
                Endpoint.of("GET /data-sets", call -> HttpAnswer.prettyJson(200, json.dataSets())),
                Endpoint.of(
                        "GET /data-sets/{id}/rows", Set.of("format", "limit"), call -> rows.answer(known(call), call)),
                Endpoint.of("POST /data-sets/{id}/ingestions", Set.of("drift"), this::refresh),
                Endpoint.of("GET /data-sets/{id}/ingestions/{ingestion}", this::ingestion),
                Endpoint.of("DELETE /data-sets/{id}", this::delete),
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

    private DataSetView known(ManagementCall call) {
        String id = call.name("id");
        List<DataSetView> all = dataSets.views();
        return all.stream()
                .filter(view -> view.dataSet().id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("there is no data set '" + id + "'; known are "
                        + all.stream().map(view -> view.dataSet().id()).toList()
                        + ". A data set is declared by a route that starts from spice:ingestions"));
    }
}
