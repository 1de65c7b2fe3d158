package io.spicerack.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ManagementClient;
import io.spicerack.cli.ServiceCommand;
import io.spicerack.cli.TextTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "nodes",
        description =
                "Shows the nodes that use the catalog: which ones work or stand by, what each refreshes, and what one"
                        + " alone does for all.",
        mixinStandardHelpOptions = true)
public final class NodesCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        JsonNode nodes = client.get("/nodes").path("nodes");
        if (nodes.isEmpty()) {
            out().println("One node uses the catalog alone: spicerack.nodes is one.");
            return 0;
        }
        TextTable table =
                new TextTable("NODE", "HOST", ">PROCESS", "STATE", "STARTED", "LAST HEARD", "REFRESHES", "DUTIES");
        for (JsonNode node : nodes) {
            table.row(
                    node.path("node").asText(),
                    node.path("host").asText(),
                    node.path("process").asText(),
                    node.path("state").asText().equals("WORKS") ? "works" : "stands by",
                    node.path("started").asText(),
                    node.path("heard").asText(),
                    listed(node.path("refreshes")),
                    listed(node.path("duties")));
        }
        out().println(table);
        return 0;
    }

    private static String listed(JsonNode all) {
        List<String> names = new ArrayList<>();
        all.forEach(name -> names.add(name.asText()));
        return names.isEmpty() ? "-" : String.join(", ", names);
    }
}
