package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a file that is a list of routes, in Camel's words. One thread. */
final class LongForm {
    private final RouteFindings findings;
    private final StepReader steps;
    private final EndpointReader endpoints;

    LongForm(Allowance allowance, RouteFindings findings) {
        this.findings = findings;
        this.endpoints = new EndpointReader(allowance, findings);
        this.steps = new StepReader(allowance, endpoints, findings);
    }

    List<DeclaredRoute> read(YamlNode.Sequence file) {
        List<DeclaredRoute> routes = new ArrayList<>();
        for (YamlNode item : file.items()) {
            Members.of(item, "an item of the file", List.of("route"), findings)
                    .flatMap(members -> members.requiredNode("route"))
                    .flatMap(this::route)
                    .ifPresent(routes::add);
        }
        return routes;
    }

    private Optional<DeclaredRoute> route(YamlNode node) {
        return Members.of(node, "route", List.of("id", "from"), findings).flatMap(members -> {
            Optional<String> id = members.requiredText("id").flatMap(text -> ValueRule.matching(
                            ValueRule.ROUTE_ID, "1 to 200 letters, digits, hyphens, underscores, dots")
                    .read(text, "route: id", findings));
            Optional<YamlNode> from = members.requiredNode("from");
            if (from.isPresent() && !(from.get() instanceof YamlNode.Mapping)) {
                findings.add(
                        from.get().place(),
                        Rule.GRAMMAR,
                        "from is " + from.get().kind() + "; it must have members: uri, parameters, steps");
                return Optional.empty();
            }
            Optional<RouteEndpoint> start = from.flatMap(found -> endpoints.read(found, true));
            List<RouteStep> read = from.map(found -> steps.steps(found, "from")).orElse(List.of());
            return id.isPresent() && start.isPresent()
                    ? Optional.of(new DeclaredRoute(id.get(), members.place(), start.get(), read))
                    : Optional.empty();
        });
    }
}
