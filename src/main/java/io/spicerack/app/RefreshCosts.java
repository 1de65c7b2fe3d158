package io.spicerack.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.HumanText;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.RouteFacts;
import io.spicerack.routes.RouteStep;
import io.spicerack.routes.ScheduleTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an edit makes of the cost of refreshes: by what the last one of each data set took, and how often its file asks for one. An
 * estimate: nobody knows what an edited query will read. One thread.
 */
final class RefreshCosts {
    private static final Duration WEEK = Duration.ofDays(7);

    /** Of more, the time that they take tells how many there are a day. */
    private static final int MOST_TIMES = 2_000;

    /** The last refresh that was published. */
    private record Last(long rows, long bytes, double seconds) {}

    private final Clock clock;
    private final Map<String, Last> last = new HashMap<>();

    /** @param dataSets as the service answers on {@code GET /data-sets} */
    RefreshCosts(Clock clock, JsonNode dataSets) {
        this.clock = clock;
        for (JsonNode dataSet : dataSets.path("dataSets")) {
            JsonNode ended = dataSet.path("lastIngestion");
            if (ended.path("status").asText().equals("COMPLETED")) {
                Duration took = Duration.between(
                        Instant.parse(ended.path("started").asText()),
                        Instant.parse(ended.path("ended").asText()));
                last.put(
                        dataSet.path("dataSetId").asText(),
                        new Last(
                                ended.path("rows").asLong(), ended.path("bytes").asLong(), took.toMillis() / 1000.0));
            }
        }
    }

    /** A line for each data set whose query or schedule differs. */
    List<String> lines(Optional<CheckedFile> before, Optional<CheckedFile> after) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> dataSets = new TreeSet<>();
        before.ifPresent(file -> dataSets.addAll(file.dataSets()));
        after.ifPresent(file -> dataSets.addAll(file.dataSets()));
        for (String dataSet : dataSets) {
            double old = perDay(before, dataSet);
            double fresh = perDay(after, dataSet);
            boolean otherQuery = !query(before, dataSet).equals(query(after, dataSet));
            if (otherQuery || old != fresh) {
                lines.add("  " + dataSet + ": estimated cost: " + words(last.get(dataSet), old, fresh)
                        + (otherQuery && before.isPresent() && after.isPresent() ? "; by the query as it was" : ""));
            }
        }
        return lines;
    }

    private static String words(@Nullable Last one, double old, double fresh) {
        String times = number(old) + " refreshes a day -> " + number(fresh);
        if (one == null) {
            return times + "; no refresh of it has ended well lately, so nothing is known of one";
        }
        return times + "; the last read " + HumanText.count(one.rows()) + " rows into " + HumanText.bytes(one.bytes())
                + " in " + number(one.seconds()) + " s, which makes " + number(one.seconds() * old) + " s a day -> "
                + number(one.seconds() * fresh) + " s";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.1f", number).replaceFirst("[.]0$", "");
    }

    private static Optional<String> query(Optional<CheckedFile> file, String dataSet) {
        return file.flatMap(
                each -> Optional.ofNullable(RouteFacts.of(each.routes()).get(dataSet + ": " + RouteFacts.QUERY)));
    }

    private double perDay(Optional<CheckedFile> file, String dataSet) {
        return file.stream()
                .flatMap(each -> each.routes().stream())
                .filter(route -> route.from().scheme().equals("quartz") && asks(route, dataSet))
                .mapToDouble(this::perDay)
                .sum();
    }

    private static boolean asks(DeclaredRoute route, String dataSet) {
        return route.steps().stream()
                .anyMatch(step -> step instanceof RouteStep.To to
                        && to.endpoint().is("spice:ingest")
                        && Objects.equals(to.endpoint().options().get("dataSet"), dataSet));
    }

    private double perDay(DeclaredRoute route) {
        Instant now = clock.instant();
        List<Instant> times =
                ScheduleTimes.of(route.from().path(), route.from().options()).next(now, MOST_TIMES).stream()
                        .filter(time -> time.isBefore(now.plus(WEEK)))
                        .toList();
        double days = times.size() < MOST_TIMES
                ? WEEK.toDays()
                : Duration.between(now, times.get(times.size() - 1)).toSeconds() / 86_400.0;
        return times.size() / days;
    }
}
