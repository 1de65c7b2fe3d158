package io.spicerack.app;

import io.spicerack.cli.AuditCommand;
import io.spicerack.cli.CancelCommand;
import io.spicerack.cli.DataSetCommand;
import io.spicerack.cli.DataSourceCommand;
import io.spicerack.cli.DoctorCommand;
import io.spicerack.cli.DrillCommand;
import io.spicerack.cli.KeysCommand;
import io.spicerack.cli.LockdownCommand;
import io.spicerack.cli.NodesCommand;
import io.spicerack.cli.PrincipalCommand;
import io.spicerack.cli.ReadCommand;
import io.spicerack.cli.RefreshCommand;
import io.spicerack.cli.RewrapCommand;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.cli.StartChecks;
import io.spicerack.cli.StatusCommand;
import io.spicerack.cli.UnlockCommand;
import io.spicerack.cli.logs.LogLevelCommand;
import io.spicerack.cli.logs.LogsCommand;
import io.spicerack.cli.sql.SqlCommand;
import io.spicerack.core.sources.Databases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code spicerack}. */
@Command(
        name = "spicerack",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        description =
                "Encrypted data sets that you own: refreshed by Camel routes, sealed under your KMS key, audited as"
                        + " CloudTrail does.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "spicerack COMMAND --help says more."})
public final class Spicerack {
    private static final List<Class<?>> COMMANDS = List.of(
            StatusCommand.class,
            KeysCommand.class,
            RefreshCommand.class,
            CancelCommand.class,
            DataSetCommand.class,
            DataSourceCommand.class,
            RewrapCommand.class,
            LockdownCommand.class,
            UnlockCommand.class,
            DrillCommand.class,
            ReadCommand.class,
            SqlCommand.class,
            AuditCommand.class,
            PrincipalCommand.class,
            RoutesCommand.class,
            SecretCommand.class,
            LogsCommand.class,
            LogLevelCommand.class,
            CatalogCommand.class,
            NodesCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            VersionCommand.class);

    private Spicerack() {}

    /** Runs one command; the exit status is 0, 1 for a failure that was explained, 2 for a wrong command line. */
    public static void main(String[] arguments) {
        // the driver asks once, when it is loaded, which the catalog's does with it
        System.setProperty("mariadb.logging.disable", "true");
        System.exit(commands(Kit.find()).execute(arguments));
    }

    static CommandLine commands(Optional<Kit> kit) {
        CommandLine commands = new CommandLine(new Spicerack());
        kit.map(Kit::commands).orElseGet(() -> List.of(new DemoWithoutKit())).forEach(commands::addSubcommand);
        commands.addSubcommand(new RunCommand(kit));
        COMMANDS.forEach(commands::addSubcommand);
        Path catalog = ServiceOptions.home().resolve("config").resolve("catalog");
        commands.addSubcommand(new DoctorCommand(
                ServiceOptions.home(),
                new StartChecks(
                        settings -> settings.spiceConfig(ServedKeys.ALL.providers()),
                        settings -> settings.checkForEmbedded(ServedKeys.ALL.providers()),
                        settings -> new CatalogFiles(settings.all(), Databases.SERVED).read(catalog),
                        Environment::embedded)));
        if (kit.isPresent()) {
            commands.getCommandSpec()
                    .usageMessage()
                    .footer("", "spicerack COMMAND --help says more. Start with: spicerack demo");
        }
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("spicerack: " + Explain.failure(failure));
                    return 1;
                });
    }
}
