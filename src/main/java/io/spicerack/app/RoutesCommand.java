package io.spicerack.app;

import picocli.CommandLine.Command;

/** The commands about route files. */
@Command(
        name = "routes",
        description = "The files of routes/, which declare data sets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RoutesCheckCommand.class)
final class RoutesCommand {}
