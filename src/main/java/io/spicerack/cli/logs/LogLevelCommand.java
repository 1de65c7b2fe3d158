package io.spicerack.cli.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ManagementClient;
import io.spicerack.cli.ServiceCommand;
import io.spicerack.cli.TextTable;
import io.spicerack.cli.UrlPart;
import io.spicerack.settings.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "log-level",
        description = {
            "Changes how much the running service logs of one of its rooms, for a while and on record; without parameters, what"
                    + " is changed now.",
            "The loggers of drivers and libraries stay as they are: below warn they write what passes through them, rows and"
                    + " secrets too."
        },
        mixinStandardHelpOptions = true)
public final class LogLevelCommand extends ServiceCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ROOM",
            description =
                    "A package of docs/design.md, such as core.refresh, source.postgres or camel; all for all of them.")
    private @Nullable String room;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace; default for what the configuration says.")
    private @Nullable String level;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "After this it is as before: 1s to 24h, ${DEFAULT-VALUE} unless said.")
    private String time = "10m";

    public LogLevelCommand() {}

    @Override
    protected int run(ManagementClient client) {
        if (room != null && level == null) {
            err().println("spicerack: which level is '" + room
                    + "' to have? error, warn, info, debug, trace or default");
            return 2;
        }
        show(room == null ? client.get("/log-levels") : changed(client, room, String.valueOf(level)));
        return 0;
    }

    private JsonNode changed(ManagementClient client, String room, String level) {
        String path = "/log-levels?room=" + UrlPart.of("the room", room);
        return level.equals("default")
                ? client.delete(path)
                : client.put(path + "&level=" + UrlPart.of("the level", level) + "&seconds="
                        + Durations.parse(time).toSeconds());
    }

    private void show(JsonNode answer) {
        JsonNode levels = answer.path("logLevels");
        if (levels.isEmpty()) {
            err().println("every level is as the configuration says");
            return;
        }
        TextTable table = new TextTable("ROOM", "LEVEL", "UNTIL");
        levels.forEach(each -> table.row(
                each.path("room").asText(),
                each.path("level").asText(),
                each.path("until").asText()));
        out().println(table);
    }
}
