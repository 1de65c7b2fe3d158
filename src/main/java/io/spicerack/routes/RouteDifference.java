package io.spicerack.routes;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two versions of a file differ in, in lines for a person. */
public final class RouteDifference {
    private static final int TIMES = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final Clock clock;
    private final Optional<BiFunction<String, String, Map<String, String>>> columns;

    /** @param columns of a data source and a query: types by name; empty where nobody is to be asked */
    public RouteDifference(Clock clock, Optional<BiFunction<String, String, Map<String, String>>> columns) {
        this.clock = clock;
        this.columns = columns;
    }

    /** None where they mean the same. */
    public List<String> of(Optional<CheckedFile> before, Optional<CheckedFile> after) {
        List<String> lines = new ArrayList<>();
        String file = before.or(() -> after).orElseThrow().file();
        if (after.isPresent() && !after.get().good()) {
            lines.add(file + ": would be refused, and what runs goes on");
            after.get().findings().stream().map(RouteFinding::toString).forEach(each -> lines.add("  " + each));
            return lines;
        }
        Map<String, String> old =
                before.map(each -> RouteFacts.of(each.routes())).orElse(Map.of());
        Map<String, String> fresh =
                after.map(each -> RouteFacts.of(each.routes())).orElse(Map.of());
        if (old.equals(fresh)) {
            return lines;
        }
        lines.add(file + ": "
                + (before.isEmpty() ? "is new" : after.isEmpty() ? "is gone: its refreshes end" : "differs"));
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        names.removeIf(name -> Objects.equals(old.get(name), fresh.get(name)));
        for (String name : names) {
            fact(name, old.get(name), fresh.get(name), lines);
        }
        schedules(old, fresh, names, lines);
        columns(old, fresh, names, lines);
        return lines;
    }

    /**
     * The same of a file that is served as it was, for a page: of one whose check found faults, what its text
     * has in place of the one that runs. What may hold a secret is not shown.
     */
    public List<String> ofServed(Optional<CheckedFile> runs, Optional<CheckedFile> now) {
        return now.filter(file -> !file.good())
                .map(file -> texts(runs.map(CheckedFile::text), file))
                .orElseGet(() -> of(runs, now));
    }

    private static List<String> texts(Optional<RouteText> runs, CheckedFile refused) {
        Set<Rule> rules = refused.findings().stream().map(RouteFinding::rule).collect(Collectors.toSet());
        if (rules.contains(Rule.SECRET)) {
            return List.of("its text is not shown: it seems to hold a secret in clear");
        }
        if (rules.contains(Rule.YAML)) {
            return List.of("its text is not shown: it is no YAML, and could not be searched for secrets in clear");
        }
        RouteText now = refused.text();
        List<String> lines = new ArrayList<>();
        LineDifference.of(runs.map(RouteText::text).orElse(""), now.text()).forEach(lines::add);
        Map<String, String> before = runs.map(RouteText::queries).orElse(Map.of());
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.queries().keySet());
        for (String name : names) {
            List<String> differs = LineDifference.of(
                    before.getOrDefault(name, ""), now.queries().getOrDefault(name, ""));
            if (!differs.isEmpty()) {
                lines.add(name + ":");
                lines.addAll(differs);
            }
        }
        return lines;
    }

    private static void fact(String name, @Nullable String old, @Nullable String fresh, List<String> lines) {
        boolean lengthy = (old != null && old.contains("\n")) || (fresh != null && fresh.contains("\n"));
        if (!lengthy) {
            lines.add("  " + name + ": " + (old == null ? "none" : old) + " -> " + (fresh == null ? "none" : fresh));
            return;
        }
        lines.add("  " + name + ":");
        LineDifference.of(old == null ? "" : old, fresh == null ? "" : fresh).forEach(line -> lines.add("    " + line));
    }

    private void schedules(Map<String, String> old, Map<String, String> fresh, Set<String> names, List<String> lines) {
        Set<String> routes = new TreeSet<>();
        for (String name : names) {
            String route = name.substring(0, name.indexOf(": "));
            if (old.containsKey(route + ": " + RouteFacts.SCHEDULE)
                    || fresh.containsKey(route + ": " + RouteFacts.SCHEDULE)) {
                routes.add(route);
            }
        }
        for (String route : routes) {
            lines.add("  " + route + ": its next times");
            times(old, route).forEach(time -> lines.add("    - " + time));
            times(fresh, route).forEach(time -> lines.add("    + " + time));
        }
    }

    private List<String> times(Map<String, String> facts, String route) {
        String cron = facts.get(route + ": " + RouteFacts.SCHEDULE);
        if (cron == null) {
            return List.of("none");
        }
        String named = facts.get(route + ": zone");
        ZoneId zone = named == null ? ZoneId.systemDefault() : ZoneId.of(named);
        Map<String, String> options = new HashMap<>(Map.of("cron", cron, "trigger.timeZone", zone.getId()));
        for (String option : List.of("jitter", "without")) {
            String value = facts.get(route + ": " + option);
            if (value != null) {
                options.put(option, value);
            }
        }
        // as its trigger is named
        return ScheduleTimes.of("refresh." + route.replaceFirst("-schedule$", ""), options)
                .next(clock.instant(), TIMES)
                .stream()
                .map(time -> TIME.format(time.atZone(zone)) + " " + zone)
                .toList();
    }

    private void columns(Map<String, String> old, Map<String, String> fresh, Set<String> names, List<String> lines) {
        for (String name : names) {
            if (columns.isPresent() && name.endsWith(": " + RouteFacts.QUERY) && fresh.containsKey(name)) {
                String of = name.substring(0, name.lastIndexOf(": "));
                described(described(old, of), described(fresh, of), of, lines);
            }
        }
    }

    private Map<String, String> described(Map<String, String> facts, String of) {
        String source = facts.get(of + ": dataSource");
        String sql = facts.get(of + ": " + RouteFacts.QUERY);
        if (source == null || sql == null) {
            return Map.of();
        }
        return columns.orElseThrow().apply(source, sql);
    }

    private static void described(Map<String, String> old, Map<String, String> fresh, String of, List<String> lines) {
        Map<String, String> all = new TreeMap<>(old);
        all.putAll(fresh);
        for (String column : all.keySet()) {
            if (!Objects.equals(old.get(column), fresh.get(column))) {
                lines.add("  " + of + ": column " + column + ": " + old.getOrDefault(column, "none") + " -> "
                        + fresh.getOrDefault(column, "none"));
            }
        }
    }
}
