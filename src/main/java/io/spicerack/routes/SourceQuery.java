package io.spicerack.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A query that a route sends to a source, and the columns that its masks name. Immutable.
 *
 * @param place where the query stands
 */
public record SourceQuery(Place place, String dataSource, String sql, List<RouteEndpoint> masks) {
    public SourceQuery {
        masks = List.copyOf(masks);
    }

    /** Those of a file that {@code spice:extract} and {@code jdbc:} send. */
    public static List<SourceQuery> of(CheckedFile file) {
        return file.routes().stream().flatMap(route -> of(route).stream()).toList();
    }

    /** The data sources that a route names, each once. */
    public static List<String> dataSources(DeclaredRoute route) {
        return of(route).stream()
                .map(SourceQuery::dataSource)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<SourceQuery> of(DeclaredRoute route) {
        List<SourceQuery> queries = new ArrayList<>();
        List<RouteEndpoint> masks = new ArrayList<>();
        Optional<RouteStep.Body> body = Optional.empty();
        for (RouteStep step : route.steps()) {
            if (step instanceof RouteStep.Body text) {
                body = Optional.of(text);
            } else if (step instanceof RouteStep.To to && to.endpoint().is("spice:mask")) {
                masks.add(to.endpoint());
            } else if (step instanceof RouteStep.To to && body.isPresent()) {
                Optional<String> source = to.endpoint().scheme().equals("jdbc")
                        ? Optional.of(to.endpoint().path())
                        : to.endpoint().is("spice:extract") ? to.endpoint().option("dataSource") : Optional.empty();
                RouteStep.Body sql = body.get();
                source.ifPresent(name -> queries.add(new SourceQuery(sql.place(), name, sql.text(), List.of())));
            }
        }
        if (!masks.isEmpty() && !queries.isEmpty()) {
            SourceQuery last = queries.remove(queries.size() - 1);
            queries.add(new SourceQuery(last.place(), last.dataSource(), last.sql(), masks));
        }
        return queries;
    }

    /** What the source says against it, as a finding. */
    public RouteFinding refused(String why) {
        return new RouteFinding(place, Rule.SQL, "data source '" + dataSource + "' refuses the query: " + why);
    }

    /** Masks of columns that the query has not. */
    public List<RouteFinding> unknownColumns(Collection<String> columns) {
        return masks.stream()
                .filter(mask -> !columns.contains(mask.option("column").orElse("")))
                .map(mask -> new RouteFinding(
                        mask.place(),
                        Rule.SQL,
                        "column '" + mask.option("column").orElse("")
                                + "' is to be masked, and the query has none of this" + " name"
                                + RouteFindings.near(mask.option("column").orElse(""), columns)))
                .toList();
    }
}
