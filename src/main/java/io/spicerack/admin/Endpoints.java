package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSets;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.ops.IngestionTally;
import io.spicerack.ops.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which call does what (docs/operations.md, "The management port"). Thread-safe. */
final class Endpoints {
    private final Spice spice;
    private final StateJson json;
    private final Health health;
    private final Metrics metrics;
    private final Rows rows;
    private final AuditEndpoints audit;
    private final PrincipalEndpoints principals;
    private final KeyEndpoints keys;

    Endpoints(Spice spice, Clock clock, Path inDataDirectory) {
        this.spice = spice;
        this.json = new StateJson(spice, clock);
        this.health = new Health(spice, clock, inDataDirectory.toAbsolutePath().resolveSibling(""));
        this.metrics = new Metrics(spice, clock, new IngestionTally(spice));
        this.rows = new Rows(spice);
        this.audit = new AuditEndpoints(spice);
        this.principals = new PrincipalEndpoints(spice);
        this.keys = new KeyEndpoints(spice);
    }

    Answer answer(Call call) {
        List<String> path = call.path();
        String first = path.isEmpty() ? "" : path.get(0);
        if (path.equals(List.of("health"))) {
            get(call);
            return health.answer(call.trusted());
        }
        if (!call.trusted()) {
            throw Refusal.unauthorized();
        }
        if (path.equals(List.of("metrics"))) {
            get(call);
            return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
        }
        if (KeyEndpoints.serves(path)) {
            return keys.answer(call);
        }
        if (path.equals(List.of("keys"))) {
            get(call);
            return Answer.json(200, json.keys());
        }
        if (path.equals(List.of("data-sets"))) {
            get(call);
            return Answer.json(200, json.dataSets());
        }
        if (first.equals("data-sets") && path.size() > 2) {
            return ofDataSet(call, known(path.get(1)));
        }
        if (first.equals("audit")) {
            return audit.answer(call);
        }
        if (path.equals(List.of("principals")) || path.equals(List.of("allowed-secrets"))) {
            return principals.answer(call);
        }
        if (first.equals("reads") && path.size() == 2) {
            get(call);
            return rows.whyCut(path.get(1));
        }
        throw nothingHere(call);
    }

    private Answer ofDataSet(Call call, DataSets.Status status) {
        List<String> rest = call.path().subList(2, call.path().size());
        DataSetId id = status.dataSet().id();
        if (rest.equals(List.of("rows"))) {
            method(call, "GET");
            return rows.answer(status, call);
        }
        if (rest.equals(List.of("ingestions"))) {
            method(call, "POST");
            call.allowParameters(Set.of("drift"));
            return Answer.json(201, queued(id, call.parameter("drift").map(Endpoints::policy)));
        }
        if (rest.size() == 2 && rest.get(0).equals("ingestions")) {
            get(call);
            return Answer.json(200, json.ingestion(id, rest.get(1)));
        }
        throw nothingHere(call);
    }

    private static DriftPolicy policy(String text) {
        return DriftPolicy.of(text)
                .orElseThrow(() ->
                        Refusal.badParameter("drift is '" + text + "'; it must be one of " + DriftPolicy.allowed()));
    }

    private ObjectNode queued(DataSetId id, Optional<DriftPolicy> drift) {
        IngestionId ingestion = drift.map(policy -> spice.ingestions().request(id, policy))
                .orElseGet(() -> spice.ingestions().request(id, RequestSource.MANUAL));
        return JsonNodeFactory.instance
                .objectNode()
                .put("dataSetId", id.value())
                .put("ingestionId", ingestion.value());
    }

    private DataSets.Status known(String id) {
        List<DataSets.Status> all = spice.dataSets().status();
        return all.stream()
                .filter(status -> status.dataSet().id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("there is no data set '" + id + "'; known are "
                        + all.stream().map(status -> status.dataSet().id()).toList()
                        + ". A data set is declared by a route that starts from spice:ingestions"));
    }

    private static void get(Call call) {
        method(call, "GET");
        call.allowParameters(Set.of());
    }

    private static void method(Call call, String allowed) {
        if (!call.method().equals(allowed)) {
            throw Refusal.wrongMethod(allowed);
        }
    }

    private static Refusal nothingHere(Call call) {
        return Refusal.notFound("there is nothing at /" + String.join("/", call.path())
                + "; docs/operations.md lists what the management port serves");
    }
}
