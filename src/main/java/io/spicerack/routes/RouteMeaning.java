package io.spicerack.routes;

import java.util.List;

/**
 * What a route does, as lines of text: without its places, so that a comment or an empty line changes nothing. Two routes of one
 * meaning are one and the same to whoever runs them.
 */
public final class RouteMeaning {
    private final StringBuilder lines = new StringBuilder();

    private RouteMeaning() {}

    public static String of(DeclaredRoute route) {
        RouteMeaning meaning = new RouteMeaning();
        meaning.line("", "route " + route.id());
        meaning.line("", "from " + route.from().uri());
        meaning.steps("", route.steps());
        return meaning.lines.toString();
    }

    static String of(RouteStep step) {
        RouteMeaning meaning = new RouteMeaning();
        meaning.step("", step);
        return meaning.lines.toString();
    }

    private void steps(String indent, List<RouteStep> steps) {
        steps.forEach(step -> step(indent, step));
    }

    private void step(String indent, RouteStep step) {
        if (step instanceof RouteStep.To to) {
            line(indent, "to " + to.endpoint().uri());
        } else if (step instanceof RouteStep.Body body) {
            line(indent, "body of " + body.text().length() + " letters:");
            line(indent, body.text());
        } else if (step instanceof RouteStep.Choice choice) {
            for (RouteStep.When when : choice.whens()) {
                line(indent, "when " + when.condition());
                steps(indent + "  ", when.steps());
            }
            line(indent, "otherwise");
            steps(indent + "  ", choice.otherwise());
        } else if (step instanceof RouteStep.Filter filter) {
            line(indent, "filter " + filter.condition());
            steps(indent + "  ", filter.steps());
        } else if (step instanceof RouteStep.Log log) {
            line(indent, "log " + log.level() + " " + log.message());
        } else if (step instanceof RouteStep.Rows rows) {
            line(indent, "rows " + rows.bean() + "." + rows.method());
        } else if (step instanceof RouteStep.Stop) {
            line(indent, "stop");
        } else {
            line(indent, "unknown, at " + step.place());
        }
    }

    private void line(String indent, String text) {
        lines.append(indent).append(text).append('\n');
    }
}
