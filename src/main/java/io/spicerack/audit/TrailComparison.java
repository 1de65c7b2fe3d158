package io.spicerack.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.model.Arn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares Spicerack's records of KMS calls with those that KMS itself has in CloudTrail: a call that only one side knows was
 * either not put on record or was made by somebody else with Spicerack's data. Immutable.
 *
 * @param matched calls that both sides know
 */
public record TrailComparison(int matched, List<JsonNode> onlyOurs, List<JsonNode> onlyTheirs) {
    /** What both sides write of one call: KMS's request id is not among our values, so these tell which call it was. */
    private record Identity(String name, String key, String resource, String error) implements Comparable<Identity> {
        private static final Comparator<Identity> ORDER = Comparator.comparing(Identity::name)
                .thenComparing(Identity::key)
                .thenComparing(Identity::resource)
                .thenComparing(Identity::error);

        @Override
        public int compareTo(Identity other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Set<String> CALLS =
            Set.of("GenerateDataKey", "Decrypt", "Encrypt", "ReEncrypt", "CreateGrant", "RetireGrant");
    private static final String CONTEXT_KEY = "aws:quicksight:arn";

    public TrailComparison {
        onlyOurs = List.copyOf(onlyOurs);
        onlyTheirs = List.copyOf(onlyTheirs);
    }

    /**
     * Compares records of the same span of time. Two records are of one call where they say the same of it and their times
     * are at most {@code tolerance} apart.
     */
    public static TrailComparison of(List<JsonNode> ours, List<JsonNode> theirs, Duration tolerance) {
        Map<Identity, List<JsonNode>> mine = grouped(ours);
        Map<Identity, List<JsonNode>> others = grouped(theirs);
        List<JsonNode> onlyOurs = new ArrayList<>();
        List<JsonNode> onlyTheirs = new ArrayList<>();
        int matched = 0;
        Set<Identity> all = new TreeSet<>(mine.keySet());
        all.addAll(others.keySet());
        for (Identity call : all) {
            List<JsonNode> left = mine.getOrDefault(call, List.of());
            List<JsonNode> right = others.getOrDefault(call, List.of());
            int i = 0;
            int j = 0;
            while (i < left.size() && j < right.size()) {
                Duration apart = Duration.between(time(left.get(i)), time(right.get(j)));
                if (apart.abs().compareTo(tolerance) <= 0) {
                    matched++;
                    i++;
                    j++;
                } else if (apart.isNegative()) {
                    onlyOurs.add(left.get(i++));
                } else {
                    onlyTheirs.add(right.get(j++));
                }
            }
            onlyOurs.addAll(left.subList(i, left.size()));
            onlyTheirs.addAll(right.subList(j, right.size()));
        }
        return new TrailComparison(matched, onlyOurs, onlyTheirs);
    }

    /** Whether the record is of a KMS call with the data of the account's data sets or data sources. */
    private static boolean concerns(JsonNode event) {
        return event.path("eventSource").asText().equals("kms.amazonaws.com")
                && CALLS.contains(event.path("eventName").asText())
                && !resource(event).isEmpty();
    }

    private static Map<Identity, List<JsonNode>> grouped(List<JsonNode> events) {
        Map<Identity, List<JsonNode>> groups = new TreeMap<>();
        events.stream()
                .filter(TrailComparison::concerns)
                .sorted(Comparator.comparing(TrailComparison::time))
                .forEach(event -> groups.computeIfAbsent(identity(event), call -> new ArrayList<>())
                        .add(event));
        return groups;
    }

    private static Identity identity(JsonNode event) {
        return new Identity(
                event.path("eventName").asText(),
                key(event),
                resource(event),
                event.path("errorCode").asText(""));
    }

    /** The encryption context's ARN; of a RetireGrant, which has none in KMS's shape, the grant. */
    private static String resource(JsonNode event) {
        if (event.path("eventName").asText().equals("RetireGrant")) {
            return event.path("additionalEventData").path("grantId").asText("");
        }
        JsonNode request = event.path("requestParameters");
        String context = request.path("encryptionContext").path(CONTEXT_KEY).asText("");
        JsonNode constraints = request.path("constraints");
        return context.isEmpty()
                ? constraints
                        .path("encryptionContextSubset")
                        .path(CONTEXT_KEY)
                        .asText(constraints
                                .path("encryptionContextEquals")
                                .path(CONTEXT_KEY)
                                .asText(""))
                : context;
    }

    /** The key's id alone: KMS may be given an id, an ARN or an alias. */
    private static String key(JsonNode event) {
        String text = event.path("resources")
                .path(0)
                .path("ARN")
                .asText(event.path("requestParameters").path("keyId").asText(""));
        return text.startsWith("arn:") ? Arn.parse(text).resource() : text;
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("eventTime").asText());
    }
}
