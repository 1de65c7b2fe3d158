package io.spicerack.camel;

import org.apache.camel.Route;

/** The file that a route came from, so that an operator is sent to the right place. */
final class DeclaredIn {
    private DeclaredIn() {}

    static String file(Route route) {
        String location = route.getSourceLocation();
        if (location == null) {
            return "route " + route.getRouteId();
        }
        // its line is that of the route
        return location.replaceFirst("^file:", "").replaceFirst(":[0-9]+$", "");
    }
}
