package io.spicerack.audit.event;

import static io.spicerack.audit.event.AuditFixtures.ACCOUNT;
import static io.spicerack.audit.event.AuditFixtures.KEY_A;
import static io.spicerack.audit.event.AuditFixtures.NOON;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS_ARN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.VersionId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LakeEventTest {
    private final CloudTrailEvents events =
            new CloudTrailEvents(ACCOUNT, Clock.fixed(NOON, ZoneOffset.UTC), UUID::randomUUID);

    @Test
    void anEventHasEveryMemberThatLakeRequiresAndTheRecordsId() throws JsonProcessingException {
        AuditRecord record = events.kms().decrypt(KEY_A, PATIENTS_ARN, new Outcome.Failure("DisabledException", "off"));

        JsonNode event = new ObjectMapper().readTree(LakeEvent.json(record));

        assertThat(event.path("version").asText()).isEqualTo("1.0");
        assertThat(event.path("UID").asText()).isEqualTo(record.eventId().toString());
        assertThat(event.path("userIdentity").path("type").asText()).isEqualTo("AWSService");
        assertThat(event.path("userIdentity").path("principalId").asText()).isEqualTo("quicksight.amazonaws.com");
        assertThat(event.path("eventSource").asText()).isEqualTo("kms.amazonaws.com");
        assertThat(event.path("eventName").asText()).isEqualTo("Decrypt");
        assertThat(event.path("eventTime").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(event.path("recipientAccountId").asText()).isEqualTo(ACCOUNT.id());
        assertThat(event.path("errorCode").asText()).isEqualTo("DisabledException");
        assertThat(event.has("responseElements")).isFalse();
    }

    @Test
    void whatAServiceEventTellsIsInItsAdditionalEventData() throws JsonProcessingException {
        AuditRecord record = events.service().deleteDataSetVersion(PATIENTS, new VersionId("v1"), KEY_A);

        JsonNode event = new ObjectMapper().readTree(LakeEvent.json(record));

        assertThat(event.path("additionalEventData")
                        .path("serviceEventDetails")
                        .path("eventRequestDetails")
                        .path("versionId")
                        .asText())
                .isEqualTo("v1");
    }
}
