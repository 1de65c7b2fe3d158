package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "lockdown",
        description =
                "Disables KMS keys, cuts every reader under them and tells how long it took until each data set was"
                        + " denied. Undo it with: spicerack unlock. Exit status 1 where a key was not disabled or a data"
                        + " set not denied.",
        mixinStandardHelpOptions = true)
public final class LockdownCommand extends ServiceCommand {
    @Mixin
    private SwitchedKeys keys = new SwitchedKeys();

    @Option(names = "--dry-run", description = "Tell what it would do, and do nothing.")
    private boolean dryRun;

    @Override
    protected int run(ManagementClient client) {
        if (dryRun) {
            return foresee(client.get("/keys/lockdown?" + keys.query()));
        }
        JsonNode answer = client.post("/keys/lockdown?" + keys.query(), SwitchedKeys.PATIENCE);
        TextTable table = new TextTable("KEY", "DATA SET", "DENIED AFTER", "READERS CUT", "A NEW READER IS TOLD");
        return keys.tell(
                this,
                answer,
                table,
                (key, reaction) -> table.row(
                        key,
                        reaction.path("dataSetId").asText(),
                        reaction.has("millis") ? reaction.path("millis").asLong() + " ms" : "NOT DENIED",
                        reaction.path("readersCut").asText(),
                        HumanText.sentence(reaction.path("said").asText())));
    }

    private int foresee(JsonNode answer) {
        TextTable table = new TextTable("KEY", ">DATA SETS", ">READERS", ">REFRESHES", "");
        Set<String> dataSets = new LinkedHashSet<>();
        for (JsonNode key : answer.path("keys")) {
            List<String> under = new ArrayList<>();
            key.path("dataSets").forEach(dataSet -> under.add(dataSet.asText()));
            dataSets.addAll(under);
            table.row(
                    key.path("keyArn").asText(),
                    HumanText.count(under.size()),
                    key.path("readers").asText(),
                    key.path("refreshes").asText(),
                    HumanText.some(under));
        }
        out().println("would disable " + HumanText.count(answer.path("keys").size()) + " KMS keys and shut "
                + HumanText.count(dataSets.size()) + " data sets; nothing was done");
        out().println(table);
        return 0;
    }
}
