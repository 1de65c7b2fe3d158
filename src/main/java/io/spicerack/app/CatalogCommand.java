package io.spicerack.app;

import picocli.CommandLine.Command;

/** The commands about the catalog. */
@Command(
        name = "catalog",
        description = "Where the catalog is kept.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CatalogMigrateCommand.class)
final class CatalogCommand {}
