package io.spicerack.routes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of routes after its check.
 *
 * @param routes all that could be understood; what is to be started only where there are no findings
 * @param findings its faults, in the order of their places
 */
public record CheckedFile(RouteText text, List<DeclaredRoute> routes, List<RouteFinding> findings) {
    public CheckedFile {
        routes = List.copyOf(routes);
        findings = List.copyOf(findings);
    }

    /** The same with what was found out later. */
    public CheckedFile with(List<RouteFinding> more) {
        return new CheckedFile(
                text,
                routes,
                Stream.concat(findings.stream(), more.stream()).sorted().toList());
    }

    public String file() {
        return text.file();
    }

    public boolean good() {
        return findings.isEmpty();
    }

    /** The ids of the data sets that it declares, or would declare. */
    public List<String> dataSets() {
        return routes.stream().flatMap(route -> route.dataSet().stream()).toList();
    }

    /** All its faults in one text, a line each. */
    public String why() {
        return findings.stream().map(RouteFinding::toString).collect(Collectors.joining("\n"));
    }
}
