package io.spicerack.app;

import io.spicerack.cli.AuditCommand;
import io.spicerack.cli.DrillCommand;
import io.spicerack.cli.Explain;
import io.spicerack.cli.KeysCommand;
import io.spicerack.cli.LockdownCommand;
import io.spicerack.cli.PrincipalCommand;
import io.spicerack.cli.ReadCommand;
import io.spicerack.cli.RefreshCommand;
import io.spicerack.cli.RewrapCommand;
import io.spicerack.cli.StatusCommand;
import io.spicerack.cli.UnlockCommand;
import io.spicerack.kit.demo.DemoCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** The command {@code spicerack}. */
@Command(
        name = "spicerack",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        description =
                "Encrypted data sets that you own: refreshed by Camel routes, sealed under your KMS key, audited as"
                        + " CloudTrail does.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "spicerack COMMAND --help says more. Start with: spicerack demo"},
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            StatusCommand.class,
            KeysCommand.class,
            RefreshCommand.class,
            RewrapCommand.class,
            LockdownCommand.class,
            UnlockCommand.class,
            DrillCommand.class,
            ReadCommand.class,
            AuditCommand.class,
            PrincipalCommand.class,
            VersionCommand.class
        })
public final class Spicerack {
    private Spicerack() {}

    /** Runs one command; the exit status is 0, 1 for a failure that was explained, 2 for a wrong command line. */
    public static void main(String[] arguments) {
        JdkHttpServer.configure();
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        return new CommandLine(new Spicerack())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("spicerack: " + Explain.failure(failure));
                    return 1;
                });
    }
}
