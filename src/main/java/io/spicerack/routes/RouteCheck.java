package io.spicerack.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The check of route files: what they say, each for itself and among each other, and the model of it. Whatever is not
 * understood is refused. Nothing is called or looked up. Thread-safe.
 */
public final class RouteCheck {
    /** What a file says for itself; of many files most are checked again with nothing changed. */
    private record Alone(List<DeclaredRoute> routes, List<RouteFinding> findings) {}

    private final Allowance allowance;
    private final Surroundings around;
    private final Map<RouteText, Alone> alone = new ConcurrentHashMap<>();

    public RouteCheck(Allowance allowance, Surroundings around) {
        this.allowance = allowance;
        this.around = around;
    }

    /** Checks all of them together, in their order; each gets all its findings. */
    public List<CheckedFile> check(List<RouteText> files) {
        Map<RouteText, List<DeclaredRoute>> routes = new LinkedHashMap<>();
        Map<String, RouteFindings> findings = new HashMap<>();
        for (RouteText file : files) {
            Alone read = alone.computeIfAbsent(file, this::alone);
            RouteFindings ofFile = new RouteFindings();
            read.findings().forEach(ofFile::add);
            findings.put(file.file(), ofFile);
            routes.put(file, read.routes());
        }
        List<DeclaredRoute> all = routes.values().stream().flatMap(List::stream).toList();
        new Names(around, findings).check(all);
        List<CheckedFile> checked = new ArrayList<>();
        routes.forEach((file, read) -> checked.add(new CheckedFile(
                file, read, Objects.requireNonNull(findings.get(file.file())).all())));
        return checked;
    }

    /** Forgets all files but these. */
    public void keep(Collection<RouteText> files) {
        alone.keySet().retainAll(Set.copyOf(files));
    }

    private Alone alone(RouteText file) {
        RouteFindings findings = new RouteFindings();
        List<DeclaredRoute> routes = read(file, findings);
        new ReferenceCheck(allowance, around, findings).check(routes);
        return new Alone(List.copyOf(routes), List.copyOf(findings.all()));
    }

    private List<DeclaredRoute> read(RouteText file, RouteFindings findings) {
        if (file.unreadable() != null) {
            findings.add(new Place(file.file(), 1, 1), Rule.YAML, "the file cannot be read: " + file.unreadable());
            return List.of();
        }
        Placeholders placeholders = new Placeholders(around.placeholders(), findings);
        return new YamlReader(file.file(), findings)
                .read(file.text())
                .map(tree -> {
                    new SecretScan(findings).scan(tree);
                    YamlNode resolved = placeholders.resolve(tree);
                    if (resolved instanceof YamlNode.Sequence list) {
                        return new LongForm(allowance, findings).read(list);
                    }
                    if (resolved instanceof YamlNode.Mapping mapping) {
                        return new ShortForm(allowance, file.queries(), placeholders, findings).read(mapping);
                    }
                    findings.add(
                            resolved.place(),
                            Rule.GRAMMAR,
                            "the file is a text; it must be a list of routes, or the members of a data set");
                    return List.<DeclaredRoute>of();
                })
                .orElse(List.of());
    }

    /** Names that may be there once: of routes, data sets and triggers. */
    private record Names(Surroundings around, Map<String, RouteFindings> findings) {
        void check(List<DeclaredRoute> all) {
            Map<String, List<Place>> routes = new TreeMap<>();
            Map<String, List<Place>> dataSets = new TreeMap<>();
            Map<String, List<Place>> triggers = new TreeMap<>();
            for (DeclaredRoute route : all) {
                add(routes, route.id(), route.place());
                route.dataSet().ifPresent(id -> add(dataSets, id, route.from().place()));
                if (route.from().scheme().equals("quartz")) {
                    add(triggers, route.from().path(), route.from().place());
                }
                if (around.system().routeIds().contains(route.id())) {
                    told(
                            route.place(),
                            "route '" + route.id() + "' has the id of a route in routes/system/; choose another");
                }
                route.dataSet()
                        .filter(around.apiDataSets()::contains)
                        .ifPresent(id -> told(
                                route.from().place(),
                                "data set '" + id
                                        + "' was made through the API already; delete it there, or choose another id"));
            }
            routes.forEach((id, places) -> once("route '" + id + "'", places));
            dataSets.forEach((id, places) -> once("data set '" + id + "'", places));
            triggers.forEach((id, places) -> once("trigger quartz:" + id, places));
        }

        private static void add(Map<String, List<Place>> names, String name, Place place) {
            names.computeIfAbsent(name, unused -> new ArrayList<>()).add(place);
        }

        /** Of several that claim a name, the one file that had it before keeps it; without one, none gets it. */
        private void once(String what, List<Place> places) {
            List<String> established = places.stream()
                    .map(Place::file)
                    .distinct()
                    .filter(around.established()::contains)
                    .toList();
            for (Place place : places) {
                boolean keeps = established.size() == 1
                        && established.get(0).equals(place.file())
                        && places.stream()
                                        .filter(other -> other.file().equals(place.file()))
                                        .count()
                                == 1;
                places.stream()
                        .filter(other -> !other.equals(place) && !keeps)
                        .findFirst()
                        .ifPresent(other -> told(place, what + " stands at " + other + " too; choose another id"));
            }
        }

        private void told(Place place, String message) {
            RouteFindings ofFile = findings.get(place.file());
            if (ofFile != null) {
                ofFile.add(place, Rule.DUPLICATE, message);
            }
        }
    }
}
