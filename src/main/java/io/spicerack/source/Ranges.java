package io.spicerack.source;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts a query into parts by ranges of something that it gives. Stateless. */
public final class Ranges {
    private Ranges() {}

    /**
     * Conditions that hold for each value once: the first part also takes what lies below and NULL, the last what lies
     * above, so that they are complete whatever the bounds were read from.
     *
     * @param value the expression that is compared
     * @param bounds the first values of the second and the later parts, ascending, as SQL
     */
    public static List<String> conditions(String value, List<String> bounds) {
        List<String> conditions = new ArrayList<>();
        for (int part = 0; part <= bounds.size(); part++) {
            if (bounds.isEmpty()) {
                conditions.add("TRUE");
            } else if (part == 0) {
                conditions.add("(" + value + " < " + bounds.get(0) + " OR " + value + " IS NULL)");
            } else if (part == bounds.size()) {
                conditions.add(value + " >= " + bounds.get(part - 1));
            } else {
                conditions.add(value + " >= " + bounds.get(part - 1) + " AND " + value + " < " + bounds.get(part));
            }
        }
        return conditions;
    }

    /** The first values of the second and the later of at most {@code parts} equal ranges from least to greatest. */
    public static List<String> bounds(BigInteger least, BigInteger greatest, int parts) {
        BigInteger span = greatest.subtract(least).add(BigInteger.ONE);
        List<String> bounds = new ArrayList<>();
        BigInteger before = least;
        for (int part = 1; part < parts; part++) {
            BigInteger bound = least.add(span.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts)));
            if (bound.compareTo(before) > 0) {
                bounds.add(bound.toString());
                before = bound;
            }
        }
        return bounds;
    }
}
