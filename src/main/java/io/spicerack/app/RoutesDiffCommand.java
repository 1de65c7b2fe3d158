package io.spicerack.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ClientOptions;
import io.spicerack.cli.ServiceException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.RouteDifference;
import io.spicerack.routes.RouteText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spicerack routes diff}: edits are tried in a checkout that is not the service's own, or with the watch of files off. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "What the files of routes/ here change in meaning against what a service runs: queries, masks, options, and"
                        + " the next five times of each schedule that differs, with what that costs. Exit status 0 where nothing changes, 1 where something does,"
                        + " or a file would be refused.")
final class RoutesDiffCommand implements Callable<Integer> {
    @Option(
            names = "--connect",
            description =
                    "Have the service describe each query that differs, and tell what becomes of columns and types.")
    private boolean connect;

    @Mixin
    private final ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<String> lines = differences();
            lines.forEach(out::println);
            if (lines.isEmpty()) {
                out.println("nothing changes");
            }
            return lines.isEmpty() ? 0 : 1;
        } catch (ServiceException e) {
            spec.commandLine().getErr().println("spicerack: " + e.getMessage());
            return 2;
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
        }
    }

    private List<String> differences() {
        LocalRouteCheck check = LocalRouteCheck.of(ServiceOptions.home());
        Map<String, CheckedFile> runs = byFile(check.alone(running()));
        Map<String, CheckedFile> here = byFile(check.check(List.of()));
        RouteDifference difference =
                new RouteDifference(Clock.systemUTC(), connect ? Optional.of(this::columns) : Optional.empty());
        List<String> lines = new ArrayList<>();
        TreeSet<String> files = new TreeSet<>(runs.keySet());
        files.addAll(here.keySet());
        RefreshCosts costs =
                new RefreshCosts(Clock.systemUTC(), service.client().get("/data-sets"));
        for (String file : files) {
            Optional<CheckedFile> before = Optional.ofNullable(runs.get(file));
            Optional<CheckedFile> after = Optional.ofNullable(here.get(file));
            lines.addAll(difference.of(before, after));
            if (after.stream().allMatch(CheckedFile::good)) {
                lines.addAll(costs.lines(before, after));
            }
        }
        return lines;
    }

    private static Map<String, CheckedFile> byFile(List<CheckedFile> files) {
        Map<String, CheckedFile> all = new HashMap<>();
        files.forEach(file -> all.put(file.file(), file));
        return all;
    }

    private List<RouteText> running() {
        List<RouteText> texts = new ArrayList<>();
        for (JsonNode each : service.client().get("/route-files/running").path("running")) {
            Map<String, String> queries = new TreeMap<>();
            each.path("queries")
                    .properties()
                    .forEach(query ->
                            queries.put(query.getKey(), query.getValue().asText()));
            texts.add(
                    new RouteText(each.path("file").asText(), each.path("text").asText(), queries, null));
        }
        return texts;
    }

    private Map<String, String> columns(String dataSource, String sql) {
        try {
            return service.queries().types(dataSource, sql);
        } catch (ServiceException e) {
            return Map.of("(refused by the source)", String.valueOf(e.getMessage()));
        }
    }
}
