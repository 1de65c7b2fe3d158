package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.audit.verify.TouchedKeys;
import io.spicerack.audit.verify.TrailComparison;
import io.spicerack.aws.CallTrail;
import io.spicerack.settings.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "reconcile",
        description =
                "Compares the trail's calls of KMS and Secrets Manager with their own records in CloudTrail, read with the"
                        + " credentials of the environment, and tells what others did to Spicerack's keys. Exit status 1"
                        + " when only one side knows a call, or somebody changed or used a key.",
        mixinStandardHelpOptions = true)
final class AuditReconcileCommand extends ServiceCommand {
    private static final int MOST = 100_000;
    private static final Pattern KEY = Pattern.compile("arn:[-a-z0-9]+:kms:[-a-z0-9]+:[0-9]{12}:key/([-A-Za-z0-9]+)");

    /** Times are whole seconds, so that one call may be on either side of an edge. */
    private static final Duration EDGE = Duration.ofSeconds(1);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From this day or time (UTC); a day ago unless said. CloudTrail keeps 90 days.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Before this day or time; now unless said. Real CloudTrail is some minutes behind.")
    private @Nullable String until;

    @Option(
            names = "--tolerance",
            paramLabel = "DURATION",
            description = "How far apart the times of one call may be; ${DEFAULT-VALUE} unless said.")
    private String tolerance = "10s";

    @Option(
            names = "--administrators",
            paramLabel = "ARN",
            split = ",",
            description = "Principals who look after keys: what they did to them is told, and is no finding.")
    private List<String> administrators = List.of();

    @Override
    protected int run(ManagementClient client) {
        Instant now = Clock.systemUTC().instant();
        Instant from = since == null ? now.minus(Duration.ofDays(1)) : AuditTimes.parse(since);
        Instant to = until == null ? now : AuditTimes.parse(until);
        Duration apart = Durations.parse(tolerance);
        List<JsonNode> theirs;
        try (CallTrail calls = new CallTrail()) {
            theirs = calls.events(from, to);
        }
        // ours come after theirs and from a longer time: what AWS knows by now is on record here by now
        JsonNode answer = client.get("/audit/events?order=oldest&limit=" + MOST + "&since=" + from.minus(apart)
                + "&until=" + to.plus(apart));
        List<JsonNode> ours =
                StreamSupport.stream(answer.path("events").spliterator(), false).toList();
        if (ours.size() == MOST) {
            throw new ServiceException("the trail has " + MOST + " records or more from " + from + " to " + to
                    + "; compare a shorter time with --since and --until");
        }
        Predicate<JsonNode> compared = compared(answer, from);
        TrailComparison comparison = TrailComparison.of(
                        ours.stream().filter(compared).toList(),
                        theirs.stream().filter(compared).toList(),
                        apart)
                .oursWithin(from.plus(EDGE), to.minus(EDGE));
        comparison.learned().forEach(event -> out().println("cut off here, known to AWS " + line(event)));
        comparison.notMade().forEach(event -> out().println("cut off here, never made   " + line(event)));
        comparison.onlyOurs().forEach(event -> out().println("only in Spicerack's trail  " + line(event)));
        comparison.onlyTheirs().forEach(event -> out().println("only in AWS's trail        " + line(event)));
        TouchedKeys touched = TouchedKeys.of(keys(client, ours), ours, theirs);
        touched.touched().forEach(touch -> out().println("done to a key by others    " + line(touch)));
        touched.looks()
                .forEach((by, count) -> out().println("looked at keys             " + by + ", " + count + " times"));
        int changes =
                touched.withoutThoseOf(Set.copyOf(administrators)).touched().size();
        int alone = comparison.onlyOurs().size() + comparison.onlyTheirs().size();
        out().println(HumanText.count(comparison.matched()) + " calls from " + from + " to " + to
                + " are on both sides, " + alone + " on one side only; " + changes
                + " were made by others with Spicerack's keys");
        return alone + changes == 0 ? 0 : 1;
    }

    /** Those of the key report and of the trail: a quiet time has keys too. */
    private static Set<String> keys(ManagementClient client, List<JsonNode> ours) {
        return Stream.concat(Stream.of(client.get("/keys")), ours.stream())
                .flatMap(json -> KEY.matcher(json.toString()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static String line(TouchedKeys.Touch touch) {
        return touch.time() + "  " + touch.name() + "  " + touch.key() + "  by " + touch.by() + "  "
                + touch.event().path("eventID").asText() + "  "
                + touch.event().path("requestParameters")
                + touch.event().path("errorCode").asText("");
    }

    /** Looks at keys are compared where all are on record and the catalog has them still. */
    private Predicate<JsonNode> compared(JsonNode trail, Instant from) {
        if (trail.path("looks").asText().equals("changes")) {
            err().println("DescribeKey is not compared: spicerack.audit.key-watch is changes");
            return event -> !event.path("eventName").asText().equals("DescribeKey");
        }
        Instant looks = Instant.parse(trail.path("looksSince").asText());
        if (from.isBefore(looks)) {
            err().println("DescribeKey is compared from " + looks + " on: earlier ones are in the log files alone"
                    + " (spicerack.audit.key-watch.retention)");
        }
        return event -> !event.path("eventName").asText().equals("DescribeKey")
                || !Instant.parse(event.path("eventTime").asText()).isBefore(looks);
    }

    private static String line(JsonNode event) {
        return event.path("eventTime").asText() + "  " + event.path("eventName").asText() + "  "
                + event.path("eventID").asText() + "  "
                + event.path("requestParameters") + event.path("errorCode").asText("");
    }
}
