package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
            description =
                    "Show whole key ARNs, the snapshot of the source that each version holds, how it was proven, and why so.")
    private boolean wide;

    @Option(
            names = "--failed",
            description = "Those alone whose last ingestion failed. Exit status 1 where there are any.")
    private boolean failed;

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Option(names = "--watch", description = "Show it anew every two seconds, until Ctrl-C.")
    private boolean watch;

    private final BooleanSupplier again;

    StatusCommand() {
        this(StatusCommand::pause);
    }

    /** @param again waits, and tells whether to show it once more */
    StatusCommand(BooleanSupplier again) {
        this.again = again;
    }

    @Override
    protected int run(ManagementClient client) {
        int status = show(client);
        while (watch && again.getAsBoolean()) {
            // home, and what was there wiped: scrolling back shows what was before
            out().print("\u001b[H\u001b[2J");
            status = show(client);
        }
        return status;
    }

    private int show(ManagementClient client) {
        ObjectNode answer = (ObjectNode) client.get("/data-sets");
        ArrayNode dataSets = answer.withArray("dataSets");
        if (failed) {
            removeUnlessFailed(dataSets);
        }
        if (!json) {
            files(client.get("/route-files"));
        }
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            table(dataSets);
            if (!failed) {
                warnings(client);
            }
        }
        out().flush();
        return failed && !dataSets.isEmpty() ? 1 : 0;
    }

    private static void removeUnlessFailed(ArrayNode dataSets) {
        for (Iterator<JsonNode> each = dataSets.elements(); each.hasNext(); ) {
            if (!each.next().at("/lastIngestion/status").asText().equals("FAILED")) {
                each.remove();
            }
        }
    }

    private void table(ArrayNode dataSets) {
        if (dataSets.isEmpty() && failed) {
            err().println("no data set's last ingestion failed");
            return;
        }
        if (dataSets.isEmpty()) {
            err().println("no data set is declared; each route file in routes/ that starts from spice:ingestions"
                    + " declares one");
            return;
        }
        List<String> titles = new ArrayList<>(List.of("DATA SET", ">AGE", ">ROWS", ">SIZE", "KEY"));
        titles.addAll(wide ? List.of("SNAPSHOT", "POSITION", "PROVEN", "WHY SO") : List.of());
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
                JsonNode proof = version.path("proof");
                cells.add(proof.path("by").asText(none ? "-" : "unknown"));
                cells.add(proof.path("why").asText("-"));
            }
            cells.add(status(last));
            cells.add(dataSet.path("nextRefresh").asText("-"));
            cells.add(
                    dataSet.path("unserved").isTextual()
                            ? oneLine(dataSet.path("unserved").asText())
                            : oneLine(last.path("skipped").asText(error(last.path("error")))));
            table.row(cells.toArray(String[]::new));
        }
        out().println(table);
    }

    /** What is wrong with files, and what they may do beyond the steps of a data set. */
    private void files(JsonNode files) {
        for (JsonNode file : files.path("routeFiles")) {
            if (!file.path("state").asText().equals("LIVE")) {
                boolean before = file.path("state").asText().equals("REFUSED")
                        && file.path("serves").asBoolean();
                err().println("file " + file.path("file").asText() + " is "
                        + file.path("state").asText() + " since "
                        + file.path("since").asText() + (before ? "; its last good version goes on:" : ":"));
                file.path("faults").forEach(fault -> err().println("  " + fault.asText()));
            }
        }
        files.path("allowed").forEach(each -> err().println("routes/ may do more: " + each.asText()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** Of sinks that take nothing, of data sources that cannot be used, and of those whose users may do more than read. */
    private void warnings(ManagementClient client) {
        for (JsonNode sink : client.get("/audit/sinks").path("sinks")) {
            if (sink.has("failingSince")) {
                out().println("sink '" + sink.path("sink").asText() + "': takes nothing since "
                        + sink.path("failingSince").asText() + ", "
                        + sink.path("reason").asText() + "; what it has not got waits in the catalog");
            }
        }
        for (JsonNode source : client.get("/data-sources").path("dataSources")) {
            String named = "data source '" + source.path("dataSourceId").asText() + "': ";
            if (source.path("error").isObject()) {
                out().println(named + source.path("status").asText() + ", " + error(source.path("error")));
            }
            if (source.path("undeclared").isTextual()) {
                out().println(source.path("undeclared").asText());
            }
            if (source.hasNonNull("user")) {
                out().println(named + "its user " + source.path("user").asText()
                        + "; give it one that may only SELECT");
            }
        }
    }

    private static String status(JsonNode last) {
        String status = last.path("status").asText("-");
        JsonNode progress = last.path("progress");
        JsonNode share = progress.path("share");
        boolean told = !share.isMissingNode() && last.path("rows").asLong() > 0;
        return status
                + (told ? String.format(Locale.ROOT, " %.0f %%", share.asDouble() * 100) : "")
                + RefreshCommand.waiting(progress);
    }

    private String key(JsonNode version) {
        String arn = version.path("keyArn").asText();
        return (wide ? arn : HumanText.key(arn))
                + (version.path("serviceOwnedKey").asBoolean() ? " (service-owned)" : "")
                + (version.path("drifted").asBoolean() ? " (drifted)" : "")
                + keyState(version);
    }

    /** Nothing where the key is known to be Enabled, or was not looked at yet. */
    private static String keyState(JsonNode version) {
        String state = version.path("keyState").asText();
        if (state.equals("unknown")) {
            long age = version.path("keyStateAgeSeconds").asLong();
            return " (state unknown"
                    + (age < 0
                            ? ")"
                            : ", " + version.path("keyLastState").asText() + " " + HumanText.duration(age) + " ago)");
        }
        return state.equals("Enabled") || state.equals("not looked at yet") ? "" : " (" + state + ")";
    }

    private static String error(JsonNode error) {
        return error.isObject()
                ? error.path("type").asText() + ": "
                        + oneLine(error.path("message").asText())
                : "";
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(2);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
