package io.spicerack.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "sinks",
        description = "Shows each sink of the trail, how many records it has still to get, and why it takes none.",
        mixinStandardHelpOptions = true)
final class AuditSinksCommand extends ServiceCommand {
    @Option(
            names = "--forget",
            paramLabel = "NAME",
            description =
                    "Forget a sink that is no longer used: until then no record goes that it has not got. If its route"
                            + " runs again, it begins with the oldest record that is still there.")
    private @Nullable String forget;

    @Override
    protected int run(ManagementClient client) {
        if (forget != null) {
            client.delete("/audit/sinks?sink=" + UrlPart.of("the sink", forget));
        }
        TextTable table = new TextTable("SINK", ">WAITING", "FAILING SINCE", "WHY");
        client.get("/audit/sinks")
                .path("sinks")
                .forEach(sink -> table.row(
                        sink.path("sink").asText(),
                        sink.has("waiting")
                                ? HumanText.count(sink.path("waiting").asLong())
                                : "-",
                        sink.path("failingSince").asText("-"),
                        sink.path("reason").asText("-")));
        out().println(table);
        return 0;
    }
}
