package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "key-of",
        description = "Tells from the Grant events of the trail which KMS key a data set is under.",
        mixinStandardHelpOptions = true)
final class AuditKeyOfCommand extends ServiceCommand {
    @Parameters(paramLabel = "DATA_SET", description = "Id of the data set.")
    private String dataSet = "";

    @Override
    protected int run(ManagementClient client) {
        JsonNode answer = client.get("/audit/key-of?data-set=" + UrlPart.dataSet(dataSet));
        if (answer.has("keyArn")) {
            out().println(answer.path("keyArn").asText());
            err().println("the latest grant that holds is of "
                    + answer.path("since").asText());
        } else if (answer.path("serviceOwnedKey").asBoolean()) {
            out().println("service-owned key");
            err().println("the last grant was retired at "
                    + answer.path("since").asText());
        } else {
            out().println("service-owned key");
            err().println("the trail has no Grant event of data set '" + dataSet
                    + "': it was never under a customer managed key, or there is no such data set");
        }
        return 0;
    }
}
