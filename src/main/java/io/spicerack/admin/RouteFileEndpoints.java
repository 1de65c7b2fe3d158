package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.DataSetId;
import java.util.List;
import java.util.Map;

/** How each file of routes/ is, and what the operator allows them. Thread-safe. */
final class RouteFileEndpoints {
    private final RouteFiles files;
    private final DataSets dataSets;

    RouteFileEndpoints(RouteFiles files, DataSets dataSets) {
        this.files = files;
        this.dataSets = dataSets;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of("GET /route-files", call -> HttpAnswer.prettyJson(200, json())),
                Endpoint.of("GET /route-files/running", call -> HttpAnswer.prettyJson(200, running())));
    }

    private ObjectNode running() {
        ObjectNode answer = JsonBody.object();
        ArrayNode list = answer.putArray("running");
        for (RouteFiles.Running version : files.running()) {
            ObjectNode queries = list.addObject()
                    .put("file", version.file())
                    .put("text", version.text())
                    .putObject("queries");
            version.queries().forEach(queries::put);
        }
        return answer;
    }

    private ObjectNode json() {
        ObjectNode answer = JsonBody.object();
        ArrayNode list = answer.putArray("routeFiles");
        Map<DataSetId, String> skips = dataSets.skipped();
        for (RouteFiles.Line line : files.all()) {
            ObjectNode file = list.addObject()
                    .put("file", line.file())
                    .put("state", line.state().name())
                    .put("serves", line.serves())
                    .put("since", line.since().toString());
            ArrayNode ids = file.putArray("dataSets");
            ObjectNode skipped = JsonBody.object();
            for (DataSetId id : line.dataSets()) {
                ids.add(id.value());
                if (skips.containsKey(id)) {
                    skipped.put(id.value(), skips.get(id));
                }
            }
            if (!skipped.isEmpty()) {
                file.set("skipped", skipped);
            }
            ArrayNode faults = file.putArray("faults");
            line.why().lines().forEach(faults::add);
        }
        ArrayNode allowed = answer.putArray("allowed");
        files.added().forEach(allowed::add);
        return answer;
    }
}
