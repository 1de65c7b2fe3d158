package io.spicerack.kit.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.kit.protocol.Answer;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.Callers;
import io.spicerack.kit.protocol.Incoming;
import io.spicerack.kit.protocol.Json;
import io.spicerack.kit.protocol.LineFile;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * CloudTrail Lake's PutAuditEvents: what an integration puts into a channel is kept, line by line, in
 * {@code cloudtrail/audit-events.jsonl} of the data directory. Thread-safe.
 */
public final class AuditEventsProtocol {
    public static final String PATH = "/PutAuditEvents";
    private static final int MOST_EVENTS = 100;
    private static final String[] REQUIRED = {
        "version", "userIdentity", "eventSource", "eventName", "eventTime", "UID", "recipientAccountId"
    };

    private final LineFile events;
    private final Callers callers;

    public AuditEventsProtocol(LineFile events, Callers callers) {
        this.events = events;
        this.callers = callers;
    }

    public Answer answer(Incoming request, String requestId) {
        try {
            callers.verify(request, "cloudtrail-data");
            return new Answer(200, "application/json", put(request).toString());
        } catch (AwsError e) {
            ObjectNode body = Json.object();
            Json.putText(body, "message", e.getMessage());
            // the REST protocol names the error in a header
            return new Answer(
                    e.status(),
                    "application/json",
                    Map.of("x-amzn-ErrorType", e.code()),
                    body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private ObjectNode put(Incoming request) {
        String channel = S3Request.of(request, request.body()).query("channelArn");
        if (!channel.matches("arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:channel/.+")) {
            throw new AwsError("ChannelNotFound", "There is no channel '" + channel + "'");
        }
        ArrayNode successful = Json.texts(List.of());
        ArrayNode failed = successful.deepCopy();
        for (JsonNode event : auditEvents(request)) {
            String id = event.path("id").asText();
            String data = event.path("eventData").asText();
            @Nullable String problem = problem(data, event.path("eventDataChecksum"));
            if (problem == null) {
                String eventId = UUID.randomUUID().toString();
                events.append(Json.object()
                        .put("channelArn", channel)
                        .put("id", id)
                        .put("eventID", eventId)
                        .put("eventData", data)
                        .toString());
                successful.addObject().put("id", id).put("eventID", eventId);
            } else {
                failed.addObject().put("id", id).put("errorCode", "InvalidData").put("errorMessage", problem);
            }
        }
        if (!successful.isEmpty()) {
            events.force();
        }
        return Json.object().<ObjectNode>set("successful", successful).set("failed", failed);
    }

    private static JsonNode auditEvents(Incoming request) {
        JsonNode list;
        try {
            list = Json.MAPPER.readTree(request.body()).path("auditEvents");
        } catch (IOException e) {
            throw new AwsError("SerializationException", "The request body is not JSON");
        }
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_EVENTS) {
            throw AwsError.validation("auditEvents must be a list of 1 to " + MOST_EVENTS + " events");
        }
        return list;
    }

    private static @Nullable String problem(String data, JsonNode checksum) {
        JsonNode event;
        try {
            event = Json.MAPPER.readTree(data);
        } catch (JsonProcessingException e) {
            return "eventData is not JSON";
        }
        for (String member : REQUIRED) {
            if (!event.hasNonNull(member)) {
                return "eventData has no " + member;
            }
        }
        return checksum.isTextual() && !checksum.asText().equals(sha256(data))
                ? "eventDataChecksum is not the SHA-256 of eventData"
                : null;
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text));
    }
}
