package io.spicerack.cli;

import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "public-keys",
        description = "Prints the public keys of all digest files, as 'aws cloudtrail list-public-keys' does."
                + " Keep a copy where nobody who can write to the log files can change it.",
        mixinStandardHelpOptions = true)
final class AuditPublicKeysCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        out().println(client.get("/audit/public-keys").toPrettyString());
        return 0;
    }
}
