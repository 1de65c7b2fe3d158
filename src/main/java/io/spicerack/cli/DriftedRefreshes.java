package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves every drifted data set under the key for new data by full refreshes, a few at a time. What is left is read from the
 * service, so that it goes on where an earlier run, or the service, was killed. One thread runs it.
 */
final class DriftedRefreshes {
    private final ServiceCommand command;
    private final ManagementClient client;
    private final int atATime;

    DriftedRefreshes(ServiceCommand command, ManagementClient client, int atATime) {
        this.command = command;
        this.client = client;
        this.atATime = atATime;
    }

    /** The exit status: 0 where no data set has drifted any more. */
    int run() {
        JsonNode report = client.get("/keys");
        List<String> drifted = drifted(report);
        int all = drifted.size();
        if (all == 0) {
            command.out().println("no data set has drifted: all are under the key for new data");
            command.err().print(withoutVersion(report));
            return 0;
        }
        command.out().println(all + (all == 1 ? " data set has drifted" : " data sets have drifted"));
        ManyRefreshes.Result result = new ManyRefreshes(command, client, atATime).run(drifted);
        JsonNode after = client.get("/keys");
        List<String> left = drifted(after);
        command.out()
                .println(result.refreshed() + " of " + all + " refreshed"
                        + (left.isEmpty()
                                ? "; no data set has drifted any more"
                                : "; still drifted: " + left + ". Call this again when the reasons are mended"));
        command.err().print(withoutVersion(after));
        return left.isEmpty() && result.failed().isEmpty() ? 0 : 1;
    }

    private static List<String> drifted(JsonNode report) {
        List<String> ids = new ArrayList<>();
        for (JsonNode version : report.path("versions")) {
            if (version.path("drifted").asBoolean()) {
                ids.add(version.path("dataSetId").asText());
            }
        }
        return ids;
    }

    /** A line for those that are under no key, since they have no version; empty where there is none. */
    static String withoutVersion(JsonNode report) {
        List<String> ids = new ArrayList<>();
        report.path("withoutVersion").forEach(id -> ids.add(id.asText()));
        return ids.isEmpty()
                ? ""
                : HumanText.some(ids) + (ids.size() == 1 ? " has" : " have")
                        + " no version, so that no key protects anything of " + (ids.size() == 1 ? "it" : "them")
                        + " yet; spicerack status tells why" + System.lineSeparator();
    }
}
