package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "nodes",
        description =
                "Shows the nodes that use the catalog in turn: which one works, what it refreshes, and which ones stand by.",
        mixinStandardHelpOptions = true)
public final class NodesCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        JsonNode nodes = client.get("/nodes").path("nodes");
        if (nodes.isEmpty()) {
            out().println("One node uses the catalog alone: spicerack.nodes is one.");
            return 0;
        }
        TextTable table = new TextTable("NODE", "HOST", ">PROCESS", "STATE", "STARTED", "LAST HEARD", "REFRESHES");
        for (JsonNode node : nodes) {
            table.row(
                    node.path("node").asText(),
                    node.path("host").asText(),
                    node.path("process").asText(),
                    node.path("state").asText().equals("WORKS") ? "works" : "stands by",
                    node.path("started").asText(),
                    node.path("heard").asText(),
                    refreshes(node.path("refreshes")));
        }
        out().println(table);
        return 0;
    }

    private static String refreshes(JsonNode running) {
        List<String> dataSets = new ArrayList<>();
        running.forEach(dataSet -> dataSets.add(dataSet.asText()));
        return dataSets.isEmpty() ? "-" : String.join(", ", dataSets);
    }
}
