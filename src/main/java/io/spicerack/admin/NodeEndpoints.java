package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.NodeRecord;
import io.spicerack.core.queue.Nodes;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import java.util.List;

/** The call of {@code /nodes}. Thread-safe. */
final class NodeEndpoints {
    private final Nodes nodes;

    NodeEndpoints(Nodes nodes) {
        this.nodes = nodes;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.of("GET /nodes", call -> answer()));
    }

    private HttpAnswer answer() {
        ObjectNode answer = JsonBody.object();
        ArrayNode all = answer.putArray("nodes");
        for (NodeRecord node : nodes.list()) {
            ObjectNode shown = all.addObject()
                    .put("node", node.id())
                    .put("host", node.host())
                    .put("process", node.process())
                    .put("started", node.started().toString())
                    .put("heard", node.heard().toString())
                    .put("state", node.works() ? "WORKS" : "STANDS_BY");
            ArrayNode duties = shown.putArray("duties");
            node.duties().forEach(duties::add);
            if (node.works()) {
                ArrayNode running = shown.putArray("refreshes");
                nodes.running(node).forEach(dataSet -> running.add(dataSet.value()));
            }
        }
        return HttpAnswer.prettyJson(200, answer);
    }
}
