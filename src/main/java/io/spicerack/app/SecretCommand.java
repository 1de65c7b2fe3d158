package io.spicerack.app;

import picocli.CommandLine.Command;

/** The commands about secrets. */
@Command(
        name = "secret",
        description = "The secrets that data sources use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SecretPutCommand.class)
final class SecretCommand {}
