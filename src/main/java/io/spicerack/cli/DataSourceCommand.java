package io.spicerack.cli;

import picocli.CommandLine.Command;

/** {@code spicerack data-source}. */
@Command(
        name = "data-source",
        mixinStandardHelpOptions = true,
        description = "What a data source's server shows of itself, and what of it is trusted.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DataSourceTrustCommand.class)
public final class DataSourceCommand {
    private DataSourceCommand() {}
}
