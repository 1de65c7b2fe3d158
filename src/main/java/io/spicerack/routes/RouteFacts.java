package io.spicerack.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file's routes mean, fact by fact: what an edit changes in meaning is what two versions of it differ in. Names are in the
 * words of the short form, for both forms.
 */
public final class RouteFacts {
    /** The name of a query's fact, before the name of its data set. */
    public static final String QUERY = "query";

    /** The name of the fact of a query whose answer is compared, before the name of its data set. */
    public static final String QUESTION = "onlyIfChanged";

    /** Of a schedule's cron, before the id of its route. */
    public static final String SCHEDULE = "schedule";

    private static final Map<String, String> NAMES = Map.of("trigger.timeZone", "zone", "where", "dropWhere");

    private final Map<String, String> facts = new TreeMap<>();

    private RouteFacts() {}

    /** By data set, or by route for a schedule, and name. */
    public static Map<String, String> of(List<DeclaredRoute> routes) {
        RouteFacts facts = new RouteFacts();
        routes.forEach(facts::route);
        return facts.facts;
    }

    private void route(DeclaredRoute route) {
        String of = route.dataSet().orElse(route.id());
        if (route.dataSet().isEmpty()) {
            route.from().option("cron").ifPresent(cron -> put(of, SCHEDULE, cron));
        }
        options(of, route.from());
        StringBuilder other = new StringBuilder();
        int queries = 0;
        for (RouteStep step : route.steps()) {
            if (step instanceof RouteStep.Body body) {
                queries++;
                put(
                        of,
                        queries == 1 ? QUERY : QUERY + " " + queries,
                        body.text().strip());
            } else if (step instanceof RouteStep.To to && to.endpoint().is("spice:changed")) {
                // the query before it was this one's
                String asked = queries == 1 ? QUERY : QUERY + " " + queries;
                Optional.ofNullable(facts.remove(of + ": " + asked)).ifPresent(sql -> put(of, QUESTION, sql));
                queries--;
            } else if (step instanceof RouteStep.To to && to.endpoint().is("spice:mask")) {
                put(
                        of,
                        "mask of " + to.endpoint().option("column").orElse(""),
                        to.endpoint().option("with").orElse(""));
            } else if (step instanceof RouteStep.To to && to.endpoint().scheme().equals("spice")) {
                options(of, to.endpoint());
            } else {
                other.append(RouteMeaning.of(step));
            }
        }
        if (!other.isEmpty()) {
            put(of, "other steps", other.toString().strip());
        }
    }

    private void options(String of, RouteEndpoint endpoint) {
        endpoint.options().forEach((name, value) -> {
            boolean told = name.equals("dataSet") || name.equals("cron") || name.equals("stateful");
            if (!told) {
                put(of, NAMES.getOrDefault(name, name), value);
            }
        });
    }

    private void put(String of, String name, String value) {
        facts.put(of + ": " + name, value);
    }
}
