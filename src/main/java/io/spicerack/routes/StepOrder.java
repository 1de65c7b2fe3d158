package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes along the steps of one refresh as it will run: query, extract, seal, reconcile, publish. What the core would refuse at
 * the refresh is told before it. One thread, once.
 */
final class StepOrder {
    /** How far the refresh is. */
    private enum At {
        CLAIMED,
        EXTRACTED,
        SEALED,
        RECONCILED,
        PUBLISHED
    }

    /** What the message holds. */
    private enum Holds {
        NOTHING,
        QUERY,
        ROWS,
        ANSWER
    }

    private final SystemRoutes system;
    private final boolean reconciles;
    private final RouteFindings findings;
    private At at = At.CLAIMED;
    private Holds holds = Holds.NOTHING;
    /** Whether there is a source to ask: rows of jdbc: have none. */
    private boolean asks;
    /** What row steps did to the rows: AS_READ, MASKED, FILTERED, or empty for a bean's, which nobody can tell. */
    private String rows = "AS_READ";

    private boolean asked;
    private final boolean grouped;

    private StepOrder(SystemRoutes system, boolean grouped, boolean reconciles, RouteFindings findings) {
        this.system = system;
        this.grouped = grouped;
        this.reconciles = reconciles;
        this.findings = findings;
    }

    /** @param byDefault whether versions are compared with their source where the route says nothing */
    static void check(DeclaredRoute route, SystemRoutes system, boolean byDefault, RouteFindings findings) {
        boolean reconciles = route.from()
                .option("reconcile")
                .map(mode -> !mode.equals("OFF"))
                .orElse(byDefault);
        StepOrder order = new StepOrder(system, route.from().option("group").isPresent(), reconciles, findings);
        for (RouteStep step : route.steps()) {
            if (step instanceof RouteStep.Unknown) {
                // what it should have been nobody knows, and so not what is missing after it
                return;
            }
            order.step(step);
        }
        order.end(route);
    }

    private void end(DeclaredRoute route) {
        if (at != At.PUBLISHED) {
            findings.add(
                    route.place(),
                    Rule.ORDER,
                    "route '" + route.id()
                            + "' ends without spice:publish, so that no refresh of it would be published;"
                            + " the order is extract, seal, reconcile, publish");
        }
    }

    private void step(RouteStep step) {
        if (step instanceof RouteStep.Body) {
            beforeRows(step, "setBody");
            holds = Holds.QUERY;
        } else if (step instanceof RouteStep.Choice || step instanceof RouteStep.Filter) {
            beforeRows(step, step instanceof RouteStep.Choice ? "choice" : "filter");
            branches(step);
        } else if (step instanceof RouteStep.Stop) {
            findings.add(step.place(), Rule.ORDER, "stop: no step after it is ever reached; it belongs into a choice");
        } else if (step instanceof RouteStep.Rows) {
            rowStep(step.place(), "bean", "");
        } else if (step instanceof RouteStep.To to) {
            to(to.place(), to.endpoint());
        }
    }

    /** A step that changes the body may not stand where the body are the rows. */
    private void beforeRows(RouteStep step, String name) {
        if (at != At.CLAIMED) {
            findings.add(
                    step.place(),
                    Rule.ORDER,
                    name + " stands after spice:extract; it belongs before it, where nothing has been read yet");
        }
    }

    private void branches(RouteStep step) {
        List<List<RouteStep>> all = new ArrayList<>();
        if (step instanceof RouteStep.Choice choice) {
            choice.whens().forEach(when -> all.add(when.steps()));
            all.add(choice.otherwise());
        } else if (step instanceof RouteStep.Filter filter) {
            all.add(filter.steps());
        }
        for (List<RouteStep> steps : all) {
            for (RouteStep inner : steps) {
                if (inner instanceof RouteStep.To to
                        && !to.endpoint().scheme().equals("jdbc")
                        && !verbs(to.endpoint()).isEmpty()) {
                    findings.add(
                            inner.place(),
                            Rule.ORDER,
                            to.endpoint().name()
                                    + " stands in a branch; the steps of a refresh stand in the route itself");
                } else if (inner instanceof RouteStep.Rows) {
                    findings.add(
                            inner.place(),
                            Rule.ORDER,
                            "a row step stands in a branch; it belongs into the route itself");
                } else if (inner instanceof RouteStep.Body || inner instanceof RouteStep.To) {
                    holds = Holds.ANSWER;
                } else if (inner instanceof RouteStep.Choice || inner instanceof RouteStep.Filter) {
                    branches(inner);
                }
            }
        }
    }

    private void to(Place place, RouteEndpoint to) {
        if (to.scheme().equals("jdbc")) {
            jdbc(place, to);
            return;
        }
        for (String verb : verbs(to)) {
            verb(place, to, verb);
        }
    }

    /** The verbs of a refresh that it calls: its own, or those of a shared route. */
    private List<String> verbs(RouteEndpoint to) {
        if (to.scheme().equals("spice")) {
            return List.of(to.path());
        }
        return to.scheme().equals("direct") ? system.shared().getOrDefault(to.path(), List.of()) : List.of();
    }

    private void verb(Place place, RouteEndpoint to, String verb) {
        switch (verb) {
            case "changed" -> changed(place);
            case "extract" -> extract(place);
            case "mask" -> rowStep(place, "spice:mask", "MASKED");
            case "drop" -> rowStep(place, "spice:drop", "FILTERED");
            case "seal" -> seal(place, to);
            case "reconcile" -> {
                if (at != At.SEALED) {
                    outOfTurn(place, to, verb, "after spice:seal");
                }
                at = At.RECONCILED;
            }
            case "publish" -> {
                if (at == At.SEALED && asks && reconciles) {
                    findings.add(
                            place,
                            Rule.ORDER,
                            "spice:publish needs a reconciled version; put direct:reconcile between spice:seal and spice:publish");
                } else if (at != At.SEALED && at != At.RECONCILED) {
                    outOfTurn(place, to, verb, "after spice:seal and direct:reconcile");
                }
                at = At.PUBLISHED;
            }
            case "ingest" ->
                findings.add(
                        place,
                        Rule.ORDER,
                        "spice:ingest stands in a refresh; it belongs into a route that starts from quartz:");
            default -> {}
        }
    }

    private void changed(Place place) {
        if (at != At.CLAIMED) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "spice:changed stands after the rows were read; it belongs before spice:extract");
        } else if (asked) {
            findings.add(place, Rule.ORDER, "a second spice:changed; put both questions into one query");
        } else if (holds != Holds.ROWS) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "spice:changed needs the rows of jdbc: in the body; put it right after jdbc:, without outputType:"
                            + " SelectOne");
        }
        if (grouped) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "the data set is of a group, whose members are published all or none, and none is skipped alone; leave"
                            + " out onlyIfChanged (spice:changed), or group");
        }
        asked = true;
        holds = Holds.NOTHING;
    }

    private void extract(Place place) {
        if (at != At.CLAIMED) {
            findings.add(place, Rule.ORDER, "a second spice:extract; a refresh reads once");
        } else if (holds != Holds.QUERY) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "spice:extract needs its query in the body; put it there, in the step before, with"
                            + " setBody: {constant: \"SELECT ...\"}");
        }
        at = At.EXTRACTED;
        holds = Holds.ROWS;
        asks = true;
    }

    private void jdbc(Place place, RouteEndpoint to) {
        if (at != At.CLAIMED) {
            findings.add(
                    place, Rule.ORDER, to.name() + " stands after the rows were read; it belongs before spice:extract");
            return;
        }
        if (holds != Holds.QUERY) {
            findings.add(
                    place,
                    Rule.ORDER,
                    to.name() + " needs its query in the body; put it there, in the step before, with"
                            + " setBody: {constant: \"SELECT ...\"}");
        }
        holds = to.option("outputType").filter("SelectOne"::equals).isPresent() ? Holds.ANSWER : Holds.ROWS;
    }

    private void rowStep(Place place, String name, String does) {
        if (at != At.EXTRACTED && !(at == At.CLAIMED && holds == Holds.ROWS)) {
            findings.add(place, Rule.ORDER, name + " is a row step; it stands between spice:extract and spice:seal");
        } else if (name.startsWith("spice:") && at != At.EXTRACTED) {
            findings.add(place, Rule.ORDER, name + " takes the rows of spice:extract, and not those of jdbc:");
        }
        rows = rows.isEmpty() || does.isEmpty() ? "" : rows.equals("FILTERED") ? rows : does;
    }

    private void seal(Place place, RouteEndpoint to) {
        boolean given = at == At.CLAIMED && holds == Holds.ROWS;
        if (at != At.EXTRACTED && !given) {
            outOfTurn(place, to, "seal", "after spice:extract");
        }
        String declared = to.option("rows").orElse("AS_READ");
        if (!given && !rows.equals("AS_READ") && declared.equals("AS_READ")) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "spice:seal: option 'rows' is missing: a step before it changes the rows; declare rows: masked (the same"
                            + " rows with other values) or rows: filtered (fewer or other rows)");
        } else if (!given && rows.equals("FILTERED") && declared.equals("MASKED")) {
            findings.add(
                    place,
                    Rule.ORDER,
                    "spice:seal: rows is masked, and spice:drop leaves rows out; it must be filtered");
        }
        at = At.SEALED;
        holds = Holds.NOTHING;
    }

    private void outOfTurn(Place place, RouteEndpoint to, String verb, String where) {
        findings.add(
                place,
                Rule.ORDER,
                (to.scheme().equals("spice") ? to.name() : to.name() + ", which calls spice:" + verb + ",")
                        + " is out of turn: it stands " + where + "; the order is extract, seal, reconcile, publish");
    }
}
