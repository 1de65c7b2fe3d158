package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What can be told of the operator's files without Camel: the ids of their routes, and which verbs of a refresh each route
 * that starts from {@code direct:} calls. Immutable.
 *
 * @param shared verbs by the name after {@code direct:}
 */
public record SystemRoutes(Set<String> routeIds, Map<String, List<String>> shared) {
    /** None at all. */
    public static final SystemRoutes NONE = new SystemRoutes(Set.of(), Map.of());

    public SystemRoutes {
        routeIds = Set.copyOf(routeIds);
        shared = Map.copyOf(shared);
    }

    /** Reads what it can; a file that is no YAML is told by Camel, which stops the start. */
    public static SystemRoutes read(List<RouteText> files) {
        Set<String> ids = new TreeSet<>();
        Map<String, List<String>> shared = new TreeMap<>();
        for (RouteText file : files) {
            new YamlReader(file.file(), new RouteFindings())
                    .read(file.text())
                    .filter(YamlNode.Sequence.class::isInstance)
                    .map(YamlNode.Sequence.class::cast)
                    .ifPresent(routes -> routes.items().forEach(item -> read(item, ids, shared)));
        }
        return new SystemRoutes(ids, shared);
    }

    private static void read(YamlNode item, Set<String> ids, Map<String, List<String>> shared) {
        Optional<YamlNode.Mapping> route = in(item, "route");
        route.flatMap(found -> text(found, "id")).ifPresent(ids::add);
        route.flatMap(found -> in(found, "from")).ifPresent(from -> text(from, "uri")
                .filter(uri -> uri.startsWith("direct:"))
                .ifPresent(uri -> {
                    List<String> verbs = new ArrayList<>();
                    from.member("steps").ifPresent(steps -> collect(steps.value(), verbs));
                    shared.put(uri.substring("direct:".length()).replaceFirst("\\?.*", ""), List.copyOf(verbs));
                }));
    }

    /** The verbs in the order in which they stand, however deep. */
    private static void collect(YamlNode node, List<String> verbs) {
        if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, verbs));
        } else if (node instanceof YamlNode.Mapping mapping) {
            mapping.members().forEach(member -> collect(member.value(), verbs));
        } else if (node instanceof YamlNode.Text text && text.text().startsWith("spice:")) {
            verbs.add(text.text().substring("spice:".length()).replaceFirst("\\?.*", ""));
        }
    }

    private static Optional<YamlNode.Mapping> in(YamlNode node, String member) {
        return node instanceof YamlNode.Mapping mapping
                ? mapping.member(member)
                        .map(YamlNode.Member::value)
                        .filter(YamlNode.Mapping.class::isInstance)
                        .map(YamlNode.Mapping.class::cast)
                : Optional.empty();
    }

    private static Optional<String> text(YamlNode.Mapping mapping, String member) {
        return mapping.member(member)
                .map(YamlNode.Member::value)
                .filter(YamlNode.Text.class::isInstance)
                .map(value -> ((YamlNode.Text) value).text());
    }
}
