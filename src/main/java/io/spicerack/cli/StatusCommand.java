package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "status",
        description = "Shows each data set: version age, rows, size, key, last ingestion, next refresh, error.",
        mixinStandardHelpOptions = true)
public final class StatusCommand extends ServiceCommand {
    @Option(
            names = "--wide",
            description = "Show whole key ARNs, and the snapshot of the source that each version holds.")
    private boolean wide;

    @Override
    int run(ManagementClient client) {
        files(client.get("/route-files"));
        JsonNode dataSets = client.get("/data-sets").path("dataSets");
        if (dataSets.isEmpty()) {
            err().println("no data set is declared; each route file in routes/ that starts from spice:ingestions"
                    + " declares one");
            return 0;
        }
        List<String> titles = new ArrayList<>(List.of("DATA SET", ">AGE", ">ROWS", ">SIZE", "KEY"));
        titles.addAll(wide ? List.of("SNAPSHOT", "POSITION") : List.of());
        titles.addAll(List.of("LAST INGESTION", "NEXT", "ERROR"));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (JsonNode dataSet : dataSets) {
            JsonNode version = dataSet.path("currentVersion");
            boolean none = version.isNull() || version.isMissingNode();
            JsonNode last = dataSet.path("lastIngestion");
            List<String> cells = new ArrayList<>(List.of(
                    dataSet.path("dataSetId").asText(),
                    none ? "-" : HumanText.duration(version.path("ageSeconds").asLong()),
                    none ? "-" : HumanText.count(version.path("rows").asLong()),
                    none ? "-" : HumanText.bytes(version.path("bytes").asLong()),
                    none ? "-" : key(version)));
            if (wide) {
                JsonNode snapshot = version.path("snapshot");
                cells.add(snapshot.path("time").asText("-"));
                cells.add(snapshot.path("position").asText("-"));
            }
            cells.add(status(last));
            cells.add(dataSet.path("nextRefresh").asText("-"));
            cells.add(
                    dataSet.path("unserved").isTextual()
                            ? oneLine(dataSet.path("unserved").asText())
                            : error(last.path("error")));
            table.row(cells.toArray(String[]::new));
        }
        out().println(table);
        warnings(client);
        return 0;
    }

    /** What is wrong with files, and what they may do beyond the steps of a data set. */
    private void files(JsonNode files) {
        for (JsonNode file : files.path("routeFiles")) {
            if (!file.path("state").asText().equals("LIVE")) {
                err().println("route file " + file.path("file").asText() + " is "
                        + file.path("state").asText() + " since "
                        + file.path("since").asText() + ":");
                file.path("faults").forEach(fault -> err().println("  " + fault.asText()));
            }
        }
        files.path("allowed").forEach(each -> err().println("routes/ may do more: " + each.asText()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** Of data sources that cannot be used, and of those whose users may do more than read. */
    private void warnings(ManagementClient client) {
        for (JsonNode source : client.get("/data-sources").path("dataSources")) {
            String named = "data source '" + source.path("dataSourceId").asText() + "': ";
            if (source.path("error").isObject()) {
                out().println(named + source.path("status").asText() + ", " + error(source.path("error")));
            }
            if (source.hasNonNull("user")) {
                out().println(named + "its user " + source.path("user").asText()
                        + "; give it one that may only SELECT");
            }
        }
    }

    private static String status(JsonNode last) {
        String status = last.path("status").asText("-");
        JsonNode share = last.path("progress").path("share");
        return share.isMissingNode() ? status : status + String.format(Locale.ROOT, " %.0f %%", share.asDouble() * 100);
    }

    private String key(JsonNode version) {
        String arn = version.path("keyArn").asText();
        return (wide ? arn : HumanText.key(arn))
                + (version.path("serviceOwnedKey").asBoolean() ? " (service-owned)" : "")
                + (version.path("drifted").asBoolean() ? " (drifted)" : "");
    }

    private static String error(JsonNode error) {
        return error.isObject()
                ? error.path("type").asText() + ": "
                        + oneLine(error.path("message").asText())
                : "";
    }
}
