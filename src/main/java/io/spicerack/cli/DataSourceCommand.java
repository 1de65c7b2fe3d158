package io.spicerack.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spicerack data-source}. */
@Command(
        name = "data-source",
        mixinStandardHelpOptions = true,
        description =
                "What a data source's server shows of itself, what of it is trusted, and the end of one whose file is gone.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DataSourceTrustCommand.class, DataSourceCommand.Delete.class})
public final class DataSourceCommand {
    private DataSourceCommand() {}

    /** One thread runs it. */
    @Command(
            name = "delete",
            description =
                    "Deletes a data source whose file is gone, with its permissions and tags. What is being read from it is"
                            + " read to its end; files of routes/ that name it are refused from then on. It is on record.",
            mixinStandardHelpOptions = true)
    static final class Delete extends ServiceCommand {
        @Parameters(paramLabel = "ID", description = "The data source.")
        private String id = "";

        @Override
        protected int run(ManagementClient client) {
            client.delete("/data-sources/" + UrlPart.dataSource(id));
            out().println("deleted data source '" + id + "'");
            return 0;
        }
    }
}
