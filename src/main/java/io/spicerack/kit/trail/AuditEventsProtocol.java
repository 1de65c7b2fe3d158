package io.spicerack.kit.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.JsonBody;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.CallerCheck;
import io.spicerack.kit.state.LineFile;
import io.spicerack.model.Sha256;
import java.util.Base64;
import java.util.List;
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
    private final CallerCheck callers;

    public AuditEventsProtocol(LineFile events, CallerCheck callers) {
        this.events = events;
        this.callers = callers;
    }

    public HttpAnswer answer(HttpRequest request) {
        try {
            callers.verify(request, "cloudtrail-data");
            return HttpAnswer.json(200, put(request));
        } catch (AwsError e) {
            ObjectNode body = JsonBody.object();
            AwsJson.putText(body, "message", e.getMessage());
            // the REST protocol names the error in a header
            return HttpAnswer.json(e.status(), body).with("x-amzn-ErrorType", e.code());
        }
    }

    private ObjectNode put(HttpRequest request) {
        String channel = String.join("", request.target().query().getOrDefault("channelArn", List.of()));
        if (!channel.matches("arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:channel/.+")) {
            throw new AwsError("ChannelNotFound", "There is no channel '" + channel + "'");
        }
        ArrayNode successful = AwsJson.texts(List.of());
        ArrayNode failed = successful.deepCopy();
        for (JsonNode event : auditEvents(request)) {
            String id = event.path("id").asText();
            String data = event.path("eventData").asText();
            @Nullable String problem = problem(data, event.path("eventDataChecksum"));
            if (problem == null) {
                String eventId = UUID.randomUUID().toString();
                events.append(JsonBody.object()
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
        return JsonBody.object().<ObjectNode>set("successful", successful).set("failed", failed);
    }

    private static JsonNode auditEvents(HttpRequest request) {
        JsonNode list;
        try {
            list = JsonBody.parse(request.body()).path("auditEvents");
        } catch (RequestRefusedException e) {
            throw new AwsError("SerializationException", e.words());
        }
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_EVENTS) {
            throw AwsError.validation("auditEvents must be a list of 1 to " + MOST_EVENTS + " events");
        }
        return list;
    }

    private static @Nullable String problem(String data, JsonNode checksum) {
        JsonNode event;
        try {
            event = JsonBody.MAPPER.readTree(data);
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
