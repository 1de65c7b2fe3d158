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
 * What KMS has on record in CloudTrail itself, read with the credentials and endpoints of the environment: those of an auditor
 * rather than of the service. Thread-safe.
 */
public final class KmsTrail implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LookupAttribute OF_KMS = LookupAttribute.builder()
            .attributeKey(LookupAttributeKey.EVENT_SOURCE)
            .attributeValue("kms.amazonaws.com")
            .build();

    private final CloudTrailClient client = CloudTrailClient.create();

    /** The records of KMS calls in a span of time; CloudTrail answers two pages of 50 in a second. */
    public List<JsonNode> events(Instant since, Instant until) {
        return client
                .lookupEventsPaginator(
                        request -> request.startTime(since).endTime(until).lookupAttributes(OF_KMS))
                .events()
                .stream()
                .map(KmsTrail::record)
                .toList();
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
