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
        return location.replaceFirst("^file:", "");
    }
}
