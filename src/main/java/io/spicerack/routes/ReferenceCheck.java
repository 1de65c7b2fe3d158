package io.spicerack.routes;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks whether what a file names is there, and is its own: data sources, shared routes, data sets to refresh. One thread. */
final class ReferenceCheck {
    private final Allowance allowance;
    private final Surroundings around;
    private final RouteFindings findings;

    ReferenceCheck(Allowance allowance, Surroundings around, RouteFindings findings) {
        this.allowance = allowance;
        this.around = around;
        this.findings = findings;
    }

    /** All routes of one file. */
    void check(List<DeclaredRoute> routes) {
        Set<String> own = routes.stream()
                .flatMap(route -> route.dataSet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (DeclaredRoute route : routes) {
            steps(route, route.steps(), own);
            if (route.dataSet().isPresent()) {
                StepOrder.check(route, around.system(), around.reconciles(), findings);
            } else {
                schedule(route);
            }
        }
    }

    /** A route that starts from quartz: asks for a refresh, or does nothing. */
    private void schedule(DeclaredRoute route) {
        if (route.from().scheme().equals("quartz") && !asks(route.steps())) {
            findings.add(
                    route.place(),
                    Rule.ORDER,
                    "route '" + route.id() + "' has no spice:ingest; a schedule asks for a refresh");
        }
        inSchedule(route.steps());
    }

    private static boolean asks(List<RouteStep> steps) {
        return steps.stream().anyMatch(step -> {
            if (step instanceof RouteStep.Choice choice) {
                return asks(choice.otherwise()) || choice.whens().stream().anyMatch(when -> asks(when.steps()));
            }
            return step instanceof RouteStep.Filter filter
                    ? asks(filter.steps())
                    : step instanceof RouteStep.To to && to.endpoint().is("spice:ingest");
        });
    }

    private void inSchedule(List<RouteStep> steps) {
        for (RouteStep step : steps) {
            boolean ofRefresh = step instanceof RouteStep.Rows
                    || (step instanceof RouteStep.To to
                            && to.endpoint().scheme().equals("spice")
                            && !to.endpoint().is("spice:ingest"));
            if (ofRefresh) {
                findings.add(
                        step.place(),
                        Rule.ORDER,
                        "a step of a refresh in a schedule; it belongs into the route that starts from spice:ingestions");
            }
            if (step instanceof RouteStep.Choice choice) {
                choice.whens().forEach(when -> inSchedule(when.steps()));
                inSchedule(choice.otherwise());
            } else if (step instanceof RouteStep.Filter filter) {
                inSchedule(filter.steps());
            }
        }
    }

    private void steps(DeclaredRoute route, List<RouteStep> steps, Set<String> own) {
        for (RouteStep step : steps) {
            if (step instanceof RouteStep.To to) {
                endpoint(to.endpoint(), own);
            } else if (step instanceof RouteStep.Choice choice) {
                choice.whens().forEach(when -> steps(route, when.steps(), own));
                steps(route, choice.otherwise(), own);
            } else if (step instanceof RouteStep.Filter filter) {
                steps(route, filter.steps(), own);
            }
        }
    }

    private void endpoint(RouteEndpoint to, Set<String> own) {
        if (to.is("spice:ingest")) {
            to.option("dataSet")
                    .filter(target -> !own.contains(target))
                    .ifPresent(target -> findings.add(
                            to.place(),
                            Rule.REFERENCE,
                            "spice:ingest: data set '" + target
                                    + "' is not of this file, and a file refreshes its own alone"
                                    + RouteFindings.near(target, own)));
        } else if (to.is("spice:extract")) {
            to.option("dataSource").ifPresent(source -> dataSource(to, source));
        } else if (to.scheme().equals("jdbc")) {
            dataSource(to, to.path());
        } else if (to.scheme().equals("direct") && !allowance.schemes().contains("direct")) {
            shared(to);
        }
    }

    private void dataSource(RouteEndpoint to, String source) {
        around.dataSources()
                .filter(known -> !known.contains(source))
                .ifPresent(known -> unknown(to, "data source '" + source + "'", source, known));
    }

    private void shared(RouteEndpoint to) {
        if (!allowance.shared().contains(to.path())) {
            findings.add(
                    to.place(),
                    Rule.REACH,
                    to.name() + " is no shared route that the operator allows"
                            + RouteFindings.near(to.path(), allowance.shared())
                            + ". spicerack.routes.allow=direct:NAME allows one");
        } else if (!around.system().shared().containsKey(to.path())) {
            unknown(
                    to,
                    "the route that starts from " + to.name(),
                    to.path(),
                    around.system().shared().keySet());
        }
    }

    private void unknown(RouteEndpoint to, String what, String name, Collection<String> known) {
        findings.add(
                to.place(),
                Rule.REFERENCE,
                to.name() + ": there is no " + what.replaceFirst("^the ", "") + RouteFindings.near(name, known));
    }
}
