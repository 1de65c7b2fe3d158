package io.spicerack.cli;

import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "head",
        description =
                "Prints the newest digest file and the log files that wait for the next one. Keep a copy where nobody"
                        + " who can write to the log files can change it: 'audit verify --expect' finds by it that an end was cut off.",
        mixinStandardHelpOptions = true)
final class AuditHeadCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        out().println(client.get("/audit/head").toPrettyString());
        return 0;
    }
}
