package io.spicerack.aws;

import io.spicerack.audit.event.LakeEvent;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.cloudtraildata.model.PutAuditEventsResponse;

/** A channel of CloudTrail Lake, the one way to put records into AWS's own trail. A bean of routes. Thread-safe. */
public final class CloudTrailLake {
    // PutAuditEvents takes 100 events or 1 MB
    private static final int MOST_EVENTS = 100;
    private static final int MOST_BYTES = 900_000;

    private final CloudTrailDataClient client;
    private final String channelArn;

    public CloudTrailLake(CloudTrailDataClient client, String channelArn) {
        this.client = client;
        this.channelArn = channelArn;
    }

    /** Puts all of them; {@code IllegalStateException} where one is refused, and all may be put again under the same ids. */
    public void put(List<AuditRecord> records) {
        List<AuditEvent> batch = new ArrayList<>();
        int bytes = 0;
        for (AuditRecord record : records) {
            String data = LakeEvent.json(record);
            if (batch.size() == MOST_EVENTS || (bytes + data.length() > MOST_BYTES && !batch.isEmpty())) {
                send(batch);
                batch.clear();
                bytes = 0;
            }
            bytes += data.length();
            batch.add(AuditEvent.builder()
                    .id(record.eventId().toString())
                    .eventData(data)
                    .eventDataChecksum(checksum(data))
                    .build());
        }
        if (!batch.isEmpty()) {
            send(batch);
        }
    }

    private void send(List<AuditEvent> events) {
        PutAuditEventsResponse answer =
                client.putAuditEvents(request -> request.channelArn(channelArn).auditEvents(events));
        if (!answer.failed().isEmpty()) {
            var first = answer.failed().get(0);
            throw new IllegalStateException(
                    "CloudTrail Lake refused " + answer.failed().size() + " of " + events.size()
                            + " records, first " + first.id() + ": " + first.errorCode() + ", " + first.errorMessage()
                            + ". They are sent again");
        }
    }

    private static String checksum(String data) {
        return Base64.getEncoder().encodeToString(Sha256.of(data));
    }
}
