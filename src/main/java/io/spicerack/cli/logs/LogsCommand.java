package io.spicerack.cli.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ManagementClient;
import io.spicerack.cli.ServiceCommand;
import io.spicerack.cli.UrlPart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "logs",
        description =
                "Shows the newest lines of the service's log that are about a data set, since the service started:"
                        + " 200 at most. The whole log is where the service's standard error goes.",
        mixinStandardHelpOptions = true)
public final class LogsCommand extends ServiceCommand {
    @Parameters(paramLabel = "DATA_SET", description = "Id of the data set.")
    private String dataSet = "";

    public LogsCommand() {}

    @Override
    protected int run(ManagementClient client) {
        JsonNode lines =
                client.get("/data-sets/" + UrlPart.dataSet(dataSet) + "/log").path("lines");
        lines.forEach(line -> out().println(line.asText()));
        if (lines.isEmpty()) {
            err().println("nothing was logged about data set '" + dataSet + "' since the service started");
        }
        return 0;
    }
}
