package io.spicerack.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;

/**
 * What KMS and Secrets Manager have on record in CloudTrail themselves, read with the credentials and endpoints of the
 * environment: those of an auditor rather than of the service. Thread-safe.
 */
public final class CallTrail implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SOURCES = List.of("kms.amazonaws.com", "secretsmanager.amazonaws.com");

    private final CloudTrailClient client;

    public CallTrail() {
        this(CloudTrailClient.create());
    }

    /** The client is closed with this. */
    public CallTrail(CloudTrailClient client) {
        this.client = client;
    }

    /** The records of both services' calls in a span of time; CloudTrail answers two pages of 50 in a second. */
    public List<JsonNode> events(Instant since, Instant until) {
        return SOURCES.stream()
                .flatMap(source -> client
                        .lookupEventsPaginator(request ->
                                request.startTime(since).endTime(until).lookupAttributes(of(source)))
                        .events()
                        .stream())
                .map(CallTrail::record)
                .toList();
    }

    /** LookupEvents takes one attribute at a time. */
    private static LookupAttribute of(String source) {
        return LookupAttribute.builder()
                .attributeKey(LookupAttributeKey.EVENT_SOURCE)
                .attributeValue(source)
                .build();
    }

    private static JsonNode record(Event event) {
        try {
            return JSON.readTree(event.cloudTrailEvent());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("CloudTrail's event " + event.eventId() + " is not JSON", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
