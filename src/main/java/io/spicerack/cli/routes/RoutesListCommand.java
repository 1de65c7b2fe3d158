package io.spicerack.cli.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ManagementClient;
import io.spicerack.cli.ServiceCommand;
import io.spicerack.cli.TextTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "list",
        description =
                "Shows how each file of routes/ and config/catalog/ is: LIVE; REFUSED, with its faults, and whether its last"
                        + " good version runs; or DRAINING, an edit that waits for a refresh in flight. Exit status 1 where one is"
                        + " refused.",
        mixinStandardHelpOptions = true)
public final class RoutesListCommand extends ServiceCommand {
    @Option(names = "--json", description = "Print what the service answers.")
    private boolean json;

    public RoutesListCommand() {}

    @Override
    protected int run(ManagementClient client) {
        JsonNode answer = client.get("/route-files");
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            show(answer);
        }
        for (JsonNode file : answer.path("routeFiles")) {
            if (file.path("state").asText().equals("REFUSED")) {
                return 1;
            }
        }
        return 0;
    }

    private void show(JsonNode answer) {
        TextTable table = new TextTable("FILE", "STATE", "SINCE", "RUNS", "DATA SETS");
        for (JsonNode file : answer.path("routeFiles")) {
            List<String> dataSets = new ArrayList<>();
            file.path("dataSets").forEach(id -> dataSets.add(id.asText()));
            table.row(
                    file.path("file").asText(),
                    file.path("state").asText(),
                    file.path("since").asText(),
                    runs(file),
                    String.join(", ", dataSets));
        }
        out().println(table);
        for (JsonNode file : answer.path("routeFiles")) {
            file.path("faults").forEach(fault -> out().println(fault.asText()));
        }
        for (JsonNode file : answer.path("routeFiles")) {
            file.path("skipped").properties().forEach(skipped -> out().println("the last refresh of " + skipped.getKey()
                    + " was skipped: " + skipped.getValue().asText()));
        }
        answer.path("allowed").forEach(each -> out().println("routes/ may do more: " + each.asText()));
    }

    private static String runs(JsonNode file) {
        if (file.path("state").asText().equals("LIVE")) {
            return "as it is";
        }
        return file.path("serves").asBoolean() ? "the version before" : "nothing";
    }
}
