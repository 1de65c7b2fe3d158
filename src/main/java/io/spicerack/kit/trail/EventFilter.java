package io.spicerack.kit.trail;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which events a lookup is for. Immutable. */
record EventFilter(Instant from, Instant until, Predicate<JsonNode> attribute) {

    static EventFilter of(AwsInput input, Instant now) {
        Instant from = input.time("StartTime", Instant.EPOCH);
        Instant until = input.time("EndTime", now);
        if (from.isAfter(until)) {
            throw new AwsError("InvalidTimeRangeException", "StartTime " + from + " is after EndTime " + until);
        }
        List<AwsInput> attributes = input.objects("LookupAttributes");
        if (attributes.size() > 1) {
            throw new AwsError("InvalidLookupAttributesException", "At most one lookup attribute is allowed");
        }
        return new EventFilter(from, until, attributes.isEmpty() ? event -> true : attribute(attributes.get(0)));
    }

    boolean matches(JsonNode event) {
        Instant time = Instant.parse(event.path("eventTime").asText());
        return !time.isBefore(from) && !time.isAfter(until) && attribute.test(event);
    }

    /** The types of the resources that a record is about, by name: its keys, and its secret. */
    static Map<String, String> resources(JsonNode event) {
        Map<String, String> resources = new TreeMap<>();
        event.path("resources")
                .forEach(each -> resources.put(
                        each.path("ARN").asText(), each.path("type").asText()));
        String secret = event.path("requestParameters").path("secretId").asText();
        if (!secret.isEmpty()) {
            resources.put(secret, "AWS::SecretsManager::Secret");
        }
        return resources;
    }

    private static Predicate<JsonNode> attribute(AwsInput attribute) {
        String key = attribute.required("AttributeKey");
        String value = attribute.required("AttributeValue");
        return switch (key) {
            case "EventId" -> event -> event.path("eventID").asText().equals(value);
            case "EventName" -> event -> event.path("eventName").asText().equals(value);
            case "ReadOnly" -> event -> event.path("readOnly").asText().equals(value);
            case "EventSource" -> event -> event.path("eventSource").asText().equals(value);
            case "Username" ->
                event -> event.path("userIdentity").path("userName").asText().equals(value);
            case "AccessKeyId" ->
                event -> event.path("userIdentity").path("accessKeyId").asText().equals(value);
            case "ResourceName" -> event -> resources(event).containsKey(value);
            case "ResourceType" -> event -> resources(event).containsValue(value);
            default ->
                throw new AwsError(
                        "InvalidLookupAttributesException",
                        "AttributeKey '" + key + "' is none of EventId, EventName, ReadOnly, Username, ResourceType,"
                                + " ResourceName, EventSource, AccessKeyId");
        };
    }
}
