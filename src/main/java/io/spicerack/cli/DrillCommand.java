package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "drill",
        description =
                "Proves revocation on a canary data set under a key of its own (spicerack.drill.key): disables the"
                        + " key, measures when readers are denied, enables it again, and puts the figures on record. Other"
                        + " data sets are not touched. Exit status 1 where the bound was not kept.",
        mixinStandardHelpOptions = true)
public final class DrillCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        err().println("the drill is running; it takes a few seconds, at most twice spicerack.data-key-lifetime");
        err().flush();
        JsonNode measured = client.post("/drills", SwitchedKeys.PATIENCE);
        TextTable table = new TextTable("TIME TO DENIAL", "A NEW READER", "A RUNNING READER", "A SLOW CLIENT");
        table.row(
                "key disabled in KMS",
                millis(measured, "disabledNewReaderDeniedMillis"),
                millis(measured, "disabledOpenReaderCutMillis"),
                millis(measured, "disabledSlowClientCutMillis"));
        table.row(
                "lockdown",
                millis(measured, "lockDownNewReaderDeniedMillis"),
                millis(measured, "lockDownOpenReaderCutMillis"),
                millis(measured, "lockDownSlowClientCutMillis"));
        out().println(table);
        out().println();
        boolean kept = measured.path("kept").asBoolean();
        out().println("promised: " + millis(measured, "promisedMillis") + " (spicerack.data-key-lifetime): "
                + (kept ? "kept" : "NOT KEPT") + ". On record as RevocationDrill of "
                + measured.path("dataSetId").asText());
        return kept ? 0 : 1;
    }

    private static String millis(JsonNode measured, String name) {
        return measured.path(name).asLong() + " ms";
    }
}
