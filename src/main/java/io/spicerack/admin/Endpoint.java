package io.spicerack.admin;

import io.spicerack.http.HttpAnswer;
import io.spicerack.http.Routes;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that the management port serves.
 *
 * @param methodAndPath such as {@code GET /data-sets/{id}/rows}; a segment in braces is a name
 * @param parameters of the query that it takes
 */
record Endpoint(String methodAndPath, Set<String> parameters, Function<ManagementCall, HttpAnswer> run) {
    static Endpoint of(String methodAndPath, Function<ManagementCall, HttpAnswer> run) {
        return new Endpoint(methodAndPath, Set.of(), run);
    }

    static Endpoint of(String methodAndPath, Set<String> parameters, Function<ManagementCall, HttpAnswer> run) {
        return new Endpoint(methodAndPath, parameters, run);
    }

    Routes.Route<Endpoint> route() {
        return Routes.Route.of(methodAndPath, this);
    }

    HttpAnswer answer(ManagementCall call) {
        for (String name : call.parameters().keySet()) {
            if (!parameters.contains(name)) {
                throw Refusal.badParameter("there is no parameter '" + name + "' here; allowed are "
                        + parameters.stream().sorted().toList());
            }
        }
        return run.apply(call);
    }
}
