package io.spicerack.routes;

import java.util.Comparator;

/** One fault in a route file: where, of what kind, and what is allowed there. */
public record Finding(Place place, Rule rule, String message) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::place).thenComparing(Finding::rule).thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
