package io.spicerack.app;

import io.spicerack.cli.ClientOptions;
import io.spicerack.cli.ServiceException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.RouteText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spicerack routes new}. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description =
                "Writes the file of a data set for a table, with the columns that a running service finds at the data source;"
                        + " with --host and the like the data source's file first. Nothing is overwritten.")
final class RoutesNewCommand implements Callable<Integer> {
    /** One table, or all. */
    static final class Which {
        @Option(names = "--table", paramLabel = "TABLE", description = "The table, or SCHEMA.TABLE.")
        private @Nullable String table;

        @Option(names = "--all-tables", description = "A file for each table and view that the user sees.")
        private boolean all;
    }

    @Option(
            names = "--data-source",
            required = true,
            paramLabel = "ID",
            description =
                    "The data source: one that there is, or a new one with --type, --host, --database and --secret.")
    private String dataSource = "";

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = "--data-set",
            paramLabel = "ID",
            description = "The data set's id, and the name of its file; else the table's name.")
    private @Nullable String dataSet;

    @Option(
            names = "--schedule",
            paramLabel = "CRON",
            description = "When it is refreshed: Quartz's cron, seconds first.")
    private @Nullable String schedule;

    @Option(names = "--zone", paramLabel = "ZONE", description = "The time zone of --schedule, as Europe/Zurich.")
    private @Nullable String zone;

    @Mixin
    private final NewDataSource newSource = new NewDataSource();

    @Mixin
    private final ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = ServiceOptions.home();
        if (spec == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ServedTables served = new ServedTables(service.client(), dataSource);
        try {
            newSource
                    .write(home.resolve("config").resolve("catalog"), dataSource, served)
                    .ifPresent(out::println);
            served.awaitUsable();
            List<String> written = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            List<ServedTables.Table> tables = which.all ? served.all() : List.of(served.named(which.table));
            if (tables.isEmpty()) {
                throw new ServiceException(
                        "the user of data source '" + dataSource + "' sees no table and no view; grant it"
                                + " SELECT on what it is to read (in PostgreSQL USAGE on the schema too), and call this again");
            }
            for (ServedTables.Table table : tables) {
                String id = dataSet == null || which.all ? table.dataSetId() : dataSet;
                Path file = home.resolve("routes").resolve(id + ".camel.yaml");
                if (Files.exists(file)) {
                    err.println(file + " is there already, and is left as it is");
                    continue;
                }
                write(file, id, table, served);
                out.println("wrote " + file);
                written.add("routes/" + file.getFileName());
                ids.add(id);
            }
            out.flush();
            served.states(written).forEach(out::println);
            if (!ids.isEmpty()) {
                out.println("next: spicerack refresh " + String.join(" ", ids));
            }
            return written.isEmpty() ? 1 : 0;
        } catch (ServiceException e) {
            err.println("spicerack: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private void write(Path file, String id, ServedTables.Table table, ServedTables served) throws IOException {
        StringBuilder text = new StringBuilder("dataSet: " + id + "\ndataSource: " + dataSource + "\n");
        if (schedule != null) {
            text.append(
                    zone == null
                            ? "schedule: \"" + schedule + "\"\n"
                            : "schedule: {cron: \"" + schedule + "\", zone: " + zone + "}\n");
        }
        text.append("sql: |\n");
        served.query(table)
                .lines()
                .forEach(line -> text.append("  ").append(line).append('\n'));
        CheckedFile checked = LocalRouteCheck.of(ServiceOptions.home())
                .check(new RouteText("routes/" + file.getFileName(), text.toString()));
        if (!checked.good()) {
            throw new IllegalArgumentException("nothing is written, since it would be refused: " + checked.why());
        }
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
