package io.spicerack.cli;

import picocli.CommandLine.Command;

/** The commands about data sets that files declare. */
@Command(
        name = "data-set",
        description = "Data sets that route files declare.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DataSetDeleteCommand.class)
public final class DataSetCommand {}
