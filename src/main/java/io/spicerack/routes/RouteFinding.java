package io.spicerack.routes;

import java.util.Comparator;

/** One fault in a route file: where, of what kind, and what is allowed there. */
public record RouteFinding(Place place, Rule rule, String message) implements Comparable<RouteFinding> {
    private static final Comparator<RouteFinding> ORDER = Comparator.comparing(RouteFinding::place)
            .thenComparing(RouteFinding::rule)
            .thenComparing(RouteFinding::message);

    @Override
    public int compareTo(RouteFinding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
