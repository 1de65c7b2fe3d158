package io.spicerack.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the operator allows the files of routes/ beyond a data set's own steps, as {@code spicerack.routes.allow} has it:
 * {@code direct:NAME} a shared route, {@code bean:NAME} a row step, {@code reconcile:off} versions that nobody compares, and
 * any other word a Camel component as a step. Immutable.
 */
public record Allowance(Set<String> shared, Set<String> rowSteps, Set<String> schemes, boolean unreconciled) {
    /** What there is without the property. */
    public static final String DEFAULT = "direct:reconcile";

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String UNRECONCILED = "reconcile:off";
    private static final Map<String, String> OPENS = Map.of(
            "bean", "every method of every object that the service or its class path has",
            "class", "every method of every class on the class path",
            "controlbus", "starting and stopping of every route",
            "direct", "every route of routes/system/, those that disable keys too",
            "exec", "every program of this machine",
            "file", "every file that the service's user may read or write",
            "http", "every server that this machine reaches",
            "https", "every server that this machine reaches",
            "kafka", "every Kafka server that this machine reaches",
            "log", "rows of data sets in the log");

    public Allowance {
        shared = Set.copyOf(shared);
        rowSteps = Set.copyOf(rowSteps);
        schemes = Set.copyOf(schemes);
    }

    /** Reads the property; {@code IllegalArgumentException} names the entry that is none. */
    public static Allowance parse(String property) {
        Set<String> shared = new TreeSet<>();
        Set<String> rowSteps = new TreeSet<>();
        Set<String> schemes = new TreeSet<>();
        boolean unreconciled = false;
        for (String entry :
                Arrays.stream(property.split(",", -1)).map(String::strip).toList()) {
            String name = entry.substring(entry.indexOf(':') + 1);
            if (entry.equals(UNRECONCILED)) {
                unreconciled = true;
            } else if (entry.startsWith("direct:") && NAME.matcher(name).matches()) {
                shared.add(name);
            } else if (entry.startsWith("bean:") && NAME.matcher(name).matches()) {
                rowSteps.add(name);
            } else if (SCHEME.matcher(entry).matches()) {
                schemes.add(entry);
            } else if (!entry.isEmpty()) {
                throw new IllegalArgumentException("'" + entry + "' is no direct:NAME, bean:NAME, " + UNRECONCILED
                        + " or name of a Camel component");
            }
        }
        return new Allowance(shared, rowSteps, schemes, unreconciled);
    }

    /** What is allowed beyond the default, each with what it opens to whoever edits routes/. */
    public List<String> added() {
        List<String> added = new ArrayList<>();
        new TreeSet<>(shared)
                .stream()
                        .filter(name -> !("direct:" + name).equals(DEFAULT))
                        .forEach(name -> added.add("direct:" + name + " opens what that route of routes/system/ does"));
        new TreeSet<>(rowSteps)
                .forEach(name -> added.add(
                        "bean:" + name + " opens that object's methods as row steps, which see and change the rows"));
        new TreeSet<>(schemes)
                .forEach(name -> added.add(
                        name + " opens " + OPENS.getOrDefault(name, "whatever Camel's component " + name + " does")));
        if (unreconciled) {
            added.add(UNRECONCILED + " opens versions that are published without a comparison with their source");
        }
        return added;
    }
}
