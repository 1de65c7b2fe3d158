package io.spicerack.cli;

import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "rotate-key",
        description = "Signs digest files with a new key from now on. Those that are signed already stay valid.",
        mixinStandardHelpOptions = true)
final class AuditRotateKeyCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        out().println(client.post("/audit/signing-key").path("fingerprint").asText());
        return 0;
    }
}
