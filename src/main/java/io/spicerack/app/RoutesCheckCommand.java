package io.spicerack.app;

import io.spicerack.cli.ClientOptions;
import io.spicerack.cli.ServiceException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.FindingFormat;
import io.spicerack.routes.RouteFinding;
import io.spicerack.routes.SourceQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spicerack routes check}: needs no running service. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks route files before a service meets them: every fault at once, with file, line and column, what is"
                        + " allowed there, and the near name. Data sources are those of config/catalog/. Exit status 1 where there"
                        + " is a fault.")
final class RoutesCheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description =
                    "The files to tell of, which are checked together with all of routes/; without any, all of them.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, json, sarif or github (annotations of its runners).")
    private FindingFormat format = FindingFormat.TEXT;

    @Option(
            names = "--connect",
            description =
                    "Have a running service describe each query at its source. No query is run; each description is on"
                            + " record.")
    private boolean connect;

    @Mixin
    private final ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path home = ServiceOptions.home();
        List<CheckedFile> checked = connect ? described(check(home)) : check(home);
        if (spec != null) {
            spec.commandLine().getOut().println(format.write(checked));
            spec.commandLine().getOut().flush();
        }
        return checked.stream().allMatch(CheckedFile::good) ? 0 : 1;
    }

    /** A file with other faults is not asked about. */
    private List<CheckedFile> described(List<CheckedFile> files) {
        ClientOptions.Queries queries = service.queries();
        return files.stream()
                .map(file -> file.good() ? file.with(refused(file, queries)) : file)
                .toList();
    }

    private static List<RouteFinding> refused(CheckedFile file, ClientOptions.Queries queries) {
        List<RouteFinding> findings = new ArrayList<>();
        for (SourceQuery query : SourceQuery.of(file)) {
            try {
                findings.addAll(query.unknownColumns(queries.columns(query.dataSource(), query.sql())));
            } catch (ServiceException e) {
                findings.add(query.refused(String.valueOf(e.getMessage())));
            }
        }
        return findings;
    }

    private List<CheckedFile> check(Path home) {
        return LocalRouteCheck.of(home).check(files);
    }
}
