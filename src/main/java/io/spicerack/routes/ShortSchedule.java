package io.spicerack.routes;

import io.spicerack.core.queue.Overlap;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The schedule of the short form: a cron alone, or with more below it.
 *
 * @param options of the trigger, by the names that {@link RouteEndpoint} has for them
 * @param ingest more options of what asks for the refresh
 */
record ShortSchedule(Place place, Map<String, String> options, Map<String, String> ingest) {
    static final List<String> MEMBERS =
            List.of("cron", "zone", "jitter", "without", "catchUp", "overlap", "requestType");

    static final ValueRule CATCH_UP = ValueRule.oneOf("none", "once", "all");

    private static final String TIME = "[1-9][0-9]{0,3}[sm]";

    static final ValueRule JITTER =
            ValueRule.of(Rule.SCHEDULE, new ValueRule.Form(List.of(), "^" + TIME + "$"), ShortSchedule::jitter);

    /** Longer than most runs, and short enough for a schedule of each hour. */
    private static final int MOST_JITTER_MINUTES = 60;

    ShortSchedule {
        options = Map.copyOf(options);
        ingest = Map.copyOf(ingest);
    }

    /** @param marked whether the data set has a high-water mark, without which nothing is incremental */
    static Optional<ShortSchedule> read(YamlNode node, boolean marked, RouteFindings findings) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("stateful", "true");
        if (node instanceof YamlNode.Text text) {
            return ValueRule.cron().read(text, "schedule", findings).map(cron -> {
                options.put("cron", cron);
                return new ShortSchedule(node.place(), options, Map.of());
            });
        }
        return Members.of(node, "schedule", MEMBERS, findings)
                .flatMap(members -> read(members, options, marked, findings));
    }

    private static Optional<ShortSchedule> read(
            Members members, Map<String, String> options, boolean marked, RouteFindings findings) {
        Optional<String> cron =
                members.requiredText("cron").flatMap(text -> ValueRule.cron().read(text, "schedule: cron", findings));
        cron.ifPresent(times -> options.put("cron", times));
        put(members, "zone", ValueRule.zone(), "trigger.timeZone", options, findings);
        put(members, "jitter", JITTER, "jitter", options, findings);
        put(members, "catchUp", CATCH_UP, "catchUp", options, findings);
        days(members, findings).ifPresent(days -> options.put("without", days));
        Map<String, String> ingest = new LinkedHashMap<>();
        put(members, "overlap", ValueRule.named(Overlap.class), "overlap", ingest, findings);
        ValueRule types = ValueRule.oneOf("FULL_REFRESH", "INCREMENTAL_REFRESH");
        put(members, "requestType", types, "requestType", ingest, findings);
        if ("INCREMENTAL_REFRESH".equals(ingest.get("requestType")) && !marked) {
            findings.add(
                    members.node("requestType").orElseThrow().place(),
                    Rule.SCHEDULE,
                    "schedule: requestType is INCREMENTAL_REFRESH, which needs a highWaterMark");
        }
        return cron.map(unused -> new ShortSchedule(members.place(), options, ingest));
    }

    private static void put(
            Members members,
            String name,
            ValueRule rule,
            String option,
            Map<String, String> options,
            RouteFindings findings) {
        members.text(name)
                .flatMap(text -> rule.read(text, "schedule: " + name, findings))
                .ifPresent(value -> options.put(option, value));
    }

    private static String jitter(String text) {
        if (!text.matches(TIME)) {
            throw new IllegalArgumentException("it must be a time such as 90s or 10m");
        }
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        int seconds = text.endsWith("m") ? number * 60 : number;
        if (seconds > MOST_JITTER_MINUTES * 60) {
            throw new IllegalArgumentException("it is at most " + MOST_JITTER_MINUTES + "m");
        }
        return String.valueOf(seconds);
    }

    /** Dates, joined by commas; empty where there are none. */
    private static Optional<String> days(Members members, RouteFindings findings) {
        TreeSet<String> days = new TreeSet<>();
        for (YamlNode item : members.list("without")) {
            String text = item instanceof YamlNode.Text day ? day.text().strip() : item.kind();
            try {
                days.add(LocalDate.parse(text).toString());
            } catch (DateTimeParseException e) {
                findings.add(
                        item.place(),
                        Rule.SCHEDULE,
                        "schedule: without has '" + RouteFindings.shown(text)
                                + "'; it must be a date such as 2026-12-25");
            }
        }
        return days.isEmpty() ? Optional.empty() : Optional.of(String.join(",", days));
    }

    /** The route that asks for the refreshes. */
    DeclaredRoute route(String dataSet) {
        Map<String, String> asks = new LinkedHashMap<>(ingest);
        asks.put("dataSet", dataSet);
        return new DeclaredRoute(
                dataSet + "-schedule",
                place,
                new RouteEndpoint(place, "quartz", "refresh/" + dataSet, options),
                List.of(new RouteStep.To(place, new RouteEndpoint(place, "spice", "ingest", asks))));
    }
}
