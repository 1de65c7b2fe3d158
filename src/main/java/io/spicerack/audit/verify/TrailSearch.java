package io.spicerack.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.file.LogFiles;
import io.spicerack.audit.verify.KeyAnswer.CustomerManagedKey;
import io.spicerack.audit.verify.KeyAnswer.NoGrantEvent;
import io.spicerack.audit.verify.KeyAnswer.ServiceOwnedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The searches that people do over a CloudTrail log, on the JSON records themselves. Immutable; it holds the grant events
 * only.
 */
public final class TrailSearch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<JsonNode> BY_TIME = Comparator.<JsonNode, String>comparing(
                    event -> event.path("eventTime").asText())
            .thenComparing(event -> event.path("eventID").asText());

    private final List<JsonNode> grantEvents;

    private TrailSearch(Stream<JsonNode> records) {
        this.grantEvents = records.filter(
                        event -> event.path("eventName").asText().contains("Grant"))
                .filter(event -> !event.hasNonNull("errorCode"))
                .sorted(BY_TIME)
                .toList();
    }

    /** Searches log files, such as {@link LogFiles#read} gives them. */
    public static TrailSearch over(Stream<JsonNode> records) {
        return new TrailSearch(records);
    }

    public static TrailSearch over(Collection<AuditRecord> records) {
        return new TrailSearch(records.stream().map(event -> parse(event.json())));
    }

    /** The most recent event whose name contains "Grant" and whose request parameters contain the data set's ARN. */
    public Optional<JsonNode> latestGrantEvent(Arn dataSet) {
        return grantEvents.stream().filter(event -> names(event, dataSet)).reduce((earlier, later) -> later);
    }

    /**
     * The key of the latest grant that was created and not retired. It differs from reading {@link #latestGrantEvent} alone
     * where a key change retires the old key's grant after the new one was created: the new grant still holds.
     */
    public KeyAnswer keyOf(Arn dataSet) {
        Map<String, JsonNode> open = new LinkedHashMap<>();
        KeyAnswer none = new NoGrantEvent();
        for (JsonNode event : grantEvents) {
            String grantId = grantId(event);
            // KMS's own RetireGrant names no data set, only the grant
            if (!names(event, dataSet) && !open.containsKey(grantId)) {
                continue;
            }
            open.remove(grantId); // a grant that is created again becomes the latest
            none = new ServiceOwnedKey(time(event));
            if (event.path("eventName").asText().equals("CreateGrant")) {
                open.put(grantId, event);
            }
        }
        return open.values().stream()
                .reduce((earlier, later) -> later)
                .<KeyAnswer>map(event -> new CustomerManagedKey(
                        new KeyReference(
                                event.path("requestParameters").path("keyId").asText()),
                        time(event)))
                .orElse(none);
    }

    private static boolean names(JsonNode event, Arn dataSet) {
        return holds(event.path("requestParameters"), dataSet.toString());
    }

    /** Compares whole values: the ARN of data set {@code a} is also the beginning of that of {@code ab}. */
    private static boolean holds(JsonNode value, String text) {
        if (value.isTextual()) {
            return value.textValue().equals(text);
        }
        for (JsonNode member : value) {
            if (holds(member, text)) {
                return true;
            }
        }
        return false;
    }

    private static String grantId(JsonNode event) {
        return Stream.of("responseElements", "additionalEventData", "requestParameters")
                .map(part -> event.path(part).path("grantId").asText())
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("eventTime").asText());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an audit record is not JSON", e);
        }
    }
}
