package io.spicerack.routes;

/** An option of an endpoint, or a member of the short form. Immutable. */
record RouteOption(String name, boolean required, ValueRule value) {
    static RouteOption required(String name, ValueRule value) {
        return new RouteOption(name, true, value);
    }

    static RouteOption optional(String name, ValueRule value) {
        return new RouteOption(name, false, value);
    }
}
