package io.spicerack.routes;

import java.util.List;

/** One step of a route, as far as route files have them. Immutable. */
public sealed interface RouteStep {
    Place place();

    /** Hands the message to an endpoint. */
    record To(Place place, RouteEndpoint endpoint) implements RouteStep {}

    /** Puts a fixed text into the body. */
    record Body(Place place, String text) implements RouteStep {}

    /** Runs the steps of the first condition that holds, else the others. */
    record Choice(Place place, List<When> whens, List<RouteStep> otherwise) implements RouteStep {}

    record When(Place place, String condition, List<RouteStep> steps) {}

    /** Runs its steps where the condition holds. */
    record Filter(Place place, String condition, List<RouteStep> steps) implements RouteStep {}

    /** Writes a fixed text into the log. */
    record Log(Place place, String level, String message) implements RouteStep {}

    /** Ends the route. */
    record Stop(Place place) implements RouteStep {}

    /** What could not be understood: a finding says why, and its file is not loaded. */
    record Unknown(Place place) implements RouteStep {}

    /** Calls a row step that the operator has allowed by name. */
    record Rows(Place place, String bean, String method) implements RouteStep {}
}
