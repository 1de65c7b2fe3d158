package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "rewrap",
        description = "Puts the data key of a data set under the key for new data (KMS ReEncrypt), without reading its"
                + " source or writing its data again. A full refresh also makes a new data key. Exit status 1"
                + " where one could not be moved.",
        mixinStandardHelpOptions = true)
public final class RewrapCommand extends ServiceCommand {
    /** One of the two. */
    static final class Choice {
        @Parameters(paramLabel = "DATA_SET", description = "Id of the data set.")
        private @Nullable String dataSet;

        @Option(
                names = "--drifted",
                description = "Every data set, and every data source's credential pair, that is under another key.")
        private boolean drifted;
    }

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Override
    protected int run(ManagementClient client) {
        if (!choice.drifted) {
            move(client, "data-sets", Objects.requireNonNull(choice.dataSet));
            return 0;
        }
        JsonNode report = client.get("/keys");
        List<String> failed = new ArrayList<>();
        int moved = all(client, report.path("versions"), "data-sets", "dataSetId", failed)
                + all(client, report.path("credentials"), "data-sources", "dataSourceId", failed);
        out().println(moved + " moved to " + report.at("/keyForNewData/keyArn").asText()
                + (failed.isEmpty() ? "" : "; not moved: " + failed));
        return failed.isEmpty() ? 0 : 1;
    }

    private int all(ManagementClient client, JsonNode lines, String kind, String member, List<String> failed) {
        int moved = 0;
        for (JsonNode line : lines) {
            String id = line.path(member).asText();
            if (line.path("drifted").asBoolean()) {
                try {
                    move(client, kind, id);
                    moved++;
                } catch (ServiceException e) {
                    err().println(id + ": " + e.getMessage());
                    failed.add(id);
                }
            }
        }
        return moved;
    }

    private void move(ManagementClient client, String kind, String id) {
        long start = System.nanoTime();
        JsonNode moved = client.post("/" + kind + "/" + UrlPart.of("the id", id) + "/rewrap", SwitchedKeys.PATIENCE);
        out().println(id + ": rewrapped in " + (System.nanoTime() - start) / 1_000_000 + " ms, from "
                + moved.path("from").asText() + " to " + moved.path("to").asText());
        out().flush();
    }
}
