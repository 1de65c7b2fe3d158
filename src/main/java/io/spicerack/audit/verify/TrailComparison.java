package io.spicerack.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares Spicerack's records of its calls of KMS and Secrets Manager with those that these have in CloudTrail themselves: a
 * call that only one side knows was either not put on record or was made by somebody else with Spicerack's data. Calls about a
 * key alone are compared for the keys that Spicerack has such records of. Immutable.
 *
 * @param matched calls that both sides know, those of {@code learned} too
 * @param learned AWS's records of calls that a crash cut off here, so that only these tell how they ended
 * @param notMade our records of calls that a crash cut off and that AWS has none of: they were not made
 */
public record TrailComparison(
        int matched,
        List<JsonNode> learned,
        List<JsonNode> notMade,
        List<JsonNode> onlyOurs,
        List<JsonNode> onlyTheirs) {

    public TrailComparison {
        learned = List.copyOf(learned);
        notMade = List.copyOf(notMade);
        onlyOurs = List.copyOf(onlyOurs);
        onlyTheirs = List.copyOf(onlyTheirs);
    }

    /**
     * Compares records of the same span of time. Two records are of one call where they say the same of it and their times
     * are at most {@code tolerance} apart, or their request ids the same.
     */
    public static TrailComparison of(List<JsonNode> ours, List<JsonNode> theirs, Duration tolerance) {
        List<JsonNode> mine = ours.stream().filter(ComparedCall::concerns).toList();
        Set<String> subjects = mine.stream().map(ComparedCall::subject).collect(Collectors.toSet());
        Comparison comparison = new Comparison(tolerance);
        comparison.match(
                mine.stream().filter(event -> !ComparedCall.unknown(event)).toList(),
                theirs.stream()
                        .filter(ComparedCall::concerns)
                        .filter(event -> subjects.contains(ComparedCall.subject(event))
                                || ComparedCall.subject(event).isEmpty())
                        .toList());
        comparison.resolve(mine.stream().filter(ComparedCall::unknown).toList());
        comparison.leaveOutOthers();
        return comparison.result();
    }

    /** Without those of our own records that are outside of a time and have no counterpart: AWS's were not looked at there. */
    public TrailComparison oursWithin(Instant from, Instant to) {
        return new TrailComparison(matched, learned, within(notMade, from, to), within(onlyOurs, from, to), onlyTheirs);
    }

    private static List<JsonNode> within(List<JsonNode> events, Instant from, Instant to) {
        return events.stream()
                .filter(event -> !Comparison.time(event).isBefore(from)
                        && Comparison.time(event).isBefore(to))
                .toList();
    }

    private static final class Comparison {
        private final Duration tolerance;
        private final List<JsonNode> learned = new ArrayList<>();
        private final List<JsonNode> notMade = new ArrayList<>();
        private final List<JsonNode> onlyOurs = new ArrayList<>();
        private final List<JsonNode> onlyTheirs = new ArrayList<>();
        private final Set<String> principals = new HashSet<>();
        private int matched;

        Comparison(Duration tolerance) {
            this.tolerance = tolerance;
        }

        /** Both in the order of time, group by group: what is too early for the other side's next record is alone. */
        void match(List<JsonNode> ours, List<JsonNode> theirs) {
            List<JsonNode> left = new ArrayList<>(ours);
            List<JsonNode> right = new ArrayList<>(theirs);
            matchById(left, right);
            Map<ComparedCall, List<JsonNode>> mine = grouped(left);
            Map<ComparedCall, List<JsonNode>> others = grouped(right);
            Set<ComparedCall> all = new TreeSet<>(mine.keySet());
            all.addAll(others.keySet());
            for (ComparedCall call : all) {
                pair(mine.getOrDefault(call, List.of()), others.getOrDefault(call, List.of()));
            }
        }

        /** AWS's request id is in our record as well, unless AWS gave no answer. */
        private void matchById(List<JsonNode> ours, List<JsonNode> theirs) {
            Map<String, JsonNode> byId = new HashMap<>();
            theirs.forEach(event -> byId.put(event.path("requestID").asText(), event));
            Set<JsonNode> found = Collections.newSetFromMap(new IdentityHashMap<>());
            ours.removeIf(event -> {
                JsonNode other = byId.get(event.path("requestID").asText());
                if (other == null || !ComparedCall.of(event).equals(ComparedCall.of(other)) || !found.add(other)) {
                    return false;
                }
                matched(other);
                return true;
            });
            theirs.removeIf(found::contains);
        }

        private void pair(List<JsonNode> left, List<JsonNode> right) {
            int i = 0;
            int j = 0;
            while (i < left.size() && j < right.size()) {
                Duration apart = Duration.between(time(left.get(i)), time(right.get(j)));
                if (apart.abs().compareTo(tolerance) <= 0) {
                    matched(right.get(j));
                    i++;
                    j++;
                } else if (apart.isNegative()) {
                    onlyTheirs.add(right.get(j++));
                } else {
                    onlyOurs.add(left.get(i++));
                }
            }
            onlyOurs.addAll(left.subList(i, left.size()));
            onlyTheirs.addAll(right.subList(j, right.size()));
        }

        private void matched(JsonNode theirs) {
            matched++;
            principals.add(ComparedCall.principal(theirs));
        }

        /**
         * Who looks at a key, or switches it, without a data set is not taken for Spicerack where AWS says that it was somebody
         * else. A signature is told of anybody.
         */
        void leaveOutOthers() {
            onlyTheirs.removeIf(event -> ComparedCall.ofAKeyAlone(event)
                    && !event.path("eventName").asText().equals("Sign")
                    && !principals.contains(ComparedCall.principal(event)));
        }

        /** A call that was cut off may have ended in any way, or not have been made. */
        void resolve(List<JsonNode> unknown) {
            for (JsonNode begun : unknown) {
                if (!learn(begun)) {
                    notMade.add(begun);
                }
            }
        }

        private boolean learn(JsonNode begun) {
            for (Iterator<JsonNode> others = onlyTheirs.iterator(); others.hasNext(); ) {
                JsonNode ended = others.next();
                boolean near = Duration.between(time(begun), time(ended)).abs().compareTo(tolerance) <= 0;
                if (near && ComparedCall.of(begun).sameButForItsEnd(ComparedCall.of(ended))) {
                    others.remove();
                    learned.add(ended);
                    matched(ended);
                    return true;
                }
            }
            return false;
        }

        TrailComparison result() {
            return new TrailComparison(matched, learned, notMade, onlyOurs, onlyTheirs);
        }

        private static Map<ComparedCall, List<JsonNode>> grouped(List<JsonNode> events) {
            Map<ComparedCall, List<JsonNode>> groups = new TreeMap<>();
            events.stream().sorted(Comparator.comparing(Comparison::time)).forEach(event -> groups.computeIfAbsent(
                            ComparedCall.of(event), call -> new ArrayList<>())
                    .add(event));
            return groups;
        }

        private static Instant time(JsonNode event) {
            return Instant.parse(event.path("eventTime").asText());
        }
    }
}
