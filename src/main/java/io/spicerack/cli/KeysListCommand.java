package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(name = "list", description = "Lists the registered keys.", mixinStandardHelpOptions = true)
final class KeysListCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        JsonNode keys = client.get("/key-registration").path("keyRegistration");
        for (JsonNode key : keys) {
            out().println(key.path("keyArn").asText() + (key.path("defaultKey").asBoolean() ? " (default)" : ""));
        }
        if (keys.isEmpty()) {
            out().println("no key is registered; the service-owned key seals what is refreshed next");
        }
        return 0;
    }
}
