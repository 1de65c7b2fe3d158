package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Override
    int run(ManagementClient client) {
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
                        reaction.path("said").asText()));
    }
}
