package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One thread runs it. */
@Command(
        name = "unlock",
        description =
                "Undoes a lock-down: enables KMS keys again and tells when their data sets open. Exit status 1 where"
                        + " one does not.",
        mixinStandardHelpOptions = true)
public final class UnlockCommand extends ServiceCommand {
    @Mixin
    private SwitchedKeys keys = new SwitchedKeys();

    @Override
    protected int run(ManagementClient client) {
        JsonNode answer = client.post("/keys/unlock?" + keys.query(), SwitchedKeys.PATIENCE);
        TextTable table = new TextTable("KEY", "DATA SET", "OPENS AFTER");
        return keys.tell(
                this,
                answer,
                table,
                (key, reaction) -> table.row(
                        key,
                        reaction.path("dataSetId").asText(),
                        reaction.has("millis")
                                ? reaction.path("millis").asLong() + " ms"
                                : "STILL SHUT: " + reaction.path("said").asText()));
    }
}
