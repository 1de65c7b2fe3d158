package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "cancel",
        description =
                "Stops the refresh of a data set that runs, and takes those that wait out of the queue. The version"
                        + " before goes on serving. Exit status 1 where there is nothing to cancel.",
        mixinStandardHelpOptions = true)
public final class CancelCommand extends ServiceCommand {
    @Parameters(index = "0", paramLabel = "DATA_SET", description = "Id of the data set.")
    private String dataSet = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "INGESTION", description = "This ingestion alone.")
    private @Nullable String ingestion;

    @Override
    protected int run(ManagementClient client) {
        String path = "/data-sets/" + UrlPart.dataSet(dataSet) + "/ingestions";
        JsonNode answer =
                client.delete(ingestion == null ? path : path + "/" + UrlPart.of("the ingestion's id", ingestion));
        answer.path("cancelled").forEach(id -> out().println(dataSet + ": cancelled " + id.asText()));
        return 0;
    }
}
