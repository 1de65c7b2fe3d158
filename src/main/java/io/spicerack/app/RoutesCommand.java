package io.spicerack.app;

import io.spicerack.cli.routes.RoutesListCommand;
import picocli.CommandLine.Command;

/** The commands about route files. */
@Command(
        name = "routes",
        description = "The files of routes/, which declare data sets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RoutesCheckCommand.class,
            RoutesDiffCommand.class,
            RoutesListCommand.class,
            RoutesNewCommand.class
        })
final class RoutesCommand {}
