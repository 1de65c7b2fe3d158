package io.spicerack.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks an endpoint's options before Camel binds them: Camel itself takes a missing required option as null and a
 * number that does not parse as 0. All problems are reported together.
 */
final class SpiceOptions {
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

    private SpiceOptions() {}

    static void check(String uri, Verb verb, Map<String, Object> given) {
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(verb.required())) {
            Object value = given.get(name);
            if (value == null || value.toString().isBlank()) {
                problems.add("option '" + name + "' is missing");
            }
        }
        for (String name : new TreeSet<>(given.keySet())) {
            if (!verb.allowed().contains(name)) {
                problems.add("option '" + name + "' is unknown; allowed: "
                        + (verb.allowed().isEmpty() ? "none" : String.join(", ", verb.allowed())));
            }
        }
        for (String name : List.of("maxRecords", "pollInterval", "connections")) {
            Object value = given.get(name);
            if (value != null && !COUNT.matcher(value.toString()).matches()) {
                problems.add("option '" + name + "' is '" + value + "'; it must be a whole number from 1 to 999999999");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(uri + ": " + String.join("; ", problems));
        }
    }

    /** What {@link #check} saw to, for the compiler and for whoever makes an endpoint by hand. */
    static String required(Verb verb, String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("spice:" + verb + ": option '" + option + "' is missing");
        }
        return value;
    }
}
