package io.spicerack.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands about data sets that files declare. */
@Command(
        name = "data-set",
        description = "Data sets that route files declare.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DataSetCommand.Delete.class)
public final class DataSetCommand {
    /** One thread runs it. */
    @Command(
            name = "delete",
            description =
                    "Deletes what is left of a data set whose route file is gone: its versions with their files and"
                            + " grants, what waits for it, its permissions and tags. It is on record.",
            mixinStandardHelpOptions = true)
    static final class Delete extends ServiceCommand {
        @Parameters(paramLabel = "ID", description = "The data set.")
        private String id = "";

        @Override
        protected int run(ManagementClient client) {
            client.delete("/data-sets/" + UrlPart.dataSet(id));
            out().println("deleted '" + id + "': its versions, their files and grants are gone");
            return 0;
        }
    }
}
