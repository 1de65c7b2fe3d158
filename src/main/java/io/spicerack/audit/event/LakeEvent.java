package io.spicerack.audit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.AuditRecord;
import java.util.List;

/**
 * A record in the shape that CloudTrail Lake takes from outside AWS ("CloudTrail Lake integrations event schema"). Its id is the
 * record's, so that one that is sent again can be told.
 */
public final class LakeEvent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "1.0";
    private static final List<String> TEXTS = List.of(
            "eventSource", "eventName", "eventTime", "userAgent", "sourceIPAddress", "errorCode", "errorMessage");
    private static final List<String> OBJECTS = List.of("requestParameters", "responseElements", "additionalEventData");

    private LakeEvent() {}

    /** The value of eventData. */
    public static String json(AuditRecord event) {
        JsonNode record = read(event);
        ObjectNode data = JSON.createObjectNode().put("version", VERSION);
        data.put("UID", event.eventId().toString());
        JsonNode identity = record.path("userIdentity");
        String type = identity.path("type").asText();
        ObjectNode user = data.putObject("userIdentity").put("type", type);
        // Lake wants one; the service's own work has none
        user.put(
                "principalId",
                identity.path("principalId").asText(identity.path("invokedBy").asText(type)));
        user.set("details", identity);
        TEXTS.forEach(name -> copy(record, data, name));
        OBJECTS.forEach(name -> copy(record, data, name));
        if (record.hasNonNull("serviceEventDetails")) {
            // the schema has no member of that name
            data.withObject("/additionalEventData").set("serviceEventDetails", record.path("serviceEventDetails"));
        }
        data.put("recipientAccountId", record.path("recipientAccountId").asText());
        return data.toString();
    }

    private static void copy(JsonNode record, ObjectNode data, String name) {
        if (record.hasNonNull(name)) {
            data.set(name, record.path(name));
        }
    }

    private static JsonNode read(AuditRecord event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("audit event " + event.eventId() + " is not JSON", e);
        }
    }
}
