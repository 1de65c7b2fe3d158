package io.spicerack.kit.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudTrail's LookupEvents over the history: the latest first, by one attribute and a time range. Thread-safe. */
public final class EventLookup {
    private static final int MOST_RESULTS = 50;

    private final EventHistory history;
    private final Clock clock;

    /**
     * Where the next page begins. Immutable.
     *
     * @param index of the event before which it goes on, in its hour
     */
    private record Position(String hour, int index) {
        @Override
        public String toString() {
            return hour + "_" + index;
        }
    }

    public EventLookup(EventHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    ObjectNode lookUp(AwsCall call) {
        AwsInput input = call.input();
        EventFilter filter = EventFilter.of(input, clock.instant());
        int limit = limit(input);
        @Nullable Position start = position(input.text("NextToken"));
        List<ObjectNode> found = new ArrayList<>();
        @Nullable Position next = null;
        for (String hour : history.hours(filter.from(), filter.until())) {
            if (start != null && hour.compareTo(start.hour()) > 0) {
                continue;
            }
            List<String> events = history.events(hour);
            int end =
                    start != null && hour.equals(start.hour()) ? Math.min(start.index(), events.size()) : events.size();
            for (int i = end - 1; i >= 0; i--) {
                JsonNode event = parsed(events.get(i));
                if (filter.matches(event)) {
                    if (found.size() == limit) {
                        next = new Position(hour, i + 1);
                        return page(found, next);
                    }
                    found.add(described(event, events.get(i)));
                }
            }
        }
        return page(found, null);
    }

    private static ObjectNode page(List<ObjectNode> events, @Nullable Position next) {
        ObjectNode page = JsonBody.object().set("Events", JsonBody.array(events, event -> event));
        AwsJson.putText(page, "NextToken", next == null ? null : next.toString());
        return page;
    }

    private static int limit(AwsInput input) {
        try {
            return input.integer("MaxResults", 1, MOST_RESULTS, MOST_RESULTS);
        } catch (AwsError e) {
            throw new AwsError("InvalidMaxResultsException", "MaxResults must be an integer from 1 to " + MOST_RESULTS);
        }
    }

    private static @Nullable Position position(@Nullable String token) {
        if (token == null) {
            return null;
        }
        if (!token.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}_[0-9]{1,9}")) {
            throw new AwsError(
                    "InvalidNextTokenException", "NextToken '" + token + "' did not come from an earlier page");
        }
        int middle = token.indexOf('_');
        return new Position(token.substring(0, middle), Integer.parseInt(token.substring(middle + 1)));
    }

    private static ObjectNode described(JsonNode event, String text) {
        ObjectNode described = JsonBody.object()
                .put("EventId", event.path("eventID").asText())
                .put("EventName", event.path("eventName").asText())
                .put("ReadOnly", event.path("readOnly").asText())
                .put(
                        "AccessKeyId",
                        event.path("userIdentity").path("accessKeyId").asText())
                .put("EventSource", event.path("eventSource").asText())
                .put("Username", event.path("userIdentity").path("userName").asText())
                .put("CloudTrailEvent", text);
        AwsJson.putTime(
                described, "EventTime", Instant.parse(event.path("eventTime").asText()));
        described.set(
                "Resources",
                JsonBody.array(
                        EventFilter.resources(event).entrySet(),
                        (Map.Entry<String, String> resource) -> JsonBody.object()
                                .put("ResourceType", resource.getValue())
                                .put("ResourceName", resource.getKey())));
        return described;
    }

    private static JsonNode parsed(String line) {
        try {
            return JsonBody.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of the history is not JSON", e);
        }
    }
}
