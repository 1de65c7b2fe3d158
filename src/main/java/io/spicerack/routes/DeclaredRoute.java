package io.spicerack.routes;

import java.util.List;
import java.util.Optional;

/** A route of a file, once all of it is understood. Immutable. */
public record DeclaredRoute(String id, Place place, RouteEndpoint from, List<RouteStep> steps) {
    static final String INGESTIONS = "spice:ingestions";

    public DeclaredRoute {
        steps = List.copyOf(steps);
    }

    /** The data set whose refresh it is; empty for a schedule. */
    public Optional<String> dataSet() {
        return from.is(INGESTIONS) ? from.option("dataSet") : Optional.empty();
    }
}
