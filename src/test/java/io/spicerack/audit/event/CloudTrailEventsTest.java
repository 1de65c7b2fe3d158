package io.spicerack.audit.event;

import static io.spicerack.audit.event.AuditFixtures.KEY_A;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS_ARN;
import static io.spicerack.audit.event.AuditFixtures.TERMS;
import static io.spicerack.audit.event.AuditFixtures.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.event.Outcome.Failure;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloudTrailEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<AuditRecord> oneOfEach() {
        return AuditFixtures.oneOfEach();
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void aRecordIsTheGoldenOne(AuditRecord event) throws IOException {
        try (InputStream golden = Objects.requireNonNull(
                CloudTrailEventsTest.class.getResourceAsStream(event.eventName() + ".json"), event.eventName())) {
            assertThat(JSON.readTree(event.json()).toPrettyString())
                    .isEqualTo(JSON.readTree(golden).toPrettyString());
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void aRecordHasEveryRequiredMemberAndAgreesWithItsColumns(AuditRecord event) throws IOException {
        JsonNode json = JSON.readTree(event.json());

        // the members that CloudTrail's "record contents" page says are always there
        for (String member : List.of(
                "eventVersion",
                "userIdentity",
                "eventTime",
                "eventSource",
                "eventName",
                "awsRegion",
                "sourceIPAddress",
                "requestParameters",
                "responseElements",
                "requestID",
                "eventID",
                "eventType",
                "recipientAccountId",
                "readOnly",
                "managementEvent",
                "eventCategory")) {
            assertThat(json.has(member)).as(member).isTrue();
        }
        assertThat(json.path("eventID").asText()).isEqualTo(event.eventId().toString());
        assertThat(json.path("eventTime").asText())
                .isEqualTo(event.eventTime().toString())
                .isEqualTo("2026-11-23T12:00:00Z");
        assertThat(json.path("eventName").asText()).isEqualTo(event.eventName());
        assertThat(json.path("eventSource").asText()).isEqualTo(event.eventSource());
        assertThat(event.json()).doesNotContain("\n").doesNotContain("SELECT").doesNotContain("Ada");
        if (event.keyArn() != null) {
            // KMS lists the former key of a ReEncrypt first
            JsonNode keys = json.path("resources");
            assertThat(keys.path(keys.size() - 1).path("ARN").asText()).isEqualTo(event.keyArn());
        }
    }

    @Test
    void aFailedGrantHasItsErrorAndNoResponse() throws IOException {
        AuditRecord event = events().kms().createGrantFailed(KEY_A, PATIENTS_ARN, TERMS, AuditFixtures.DISABLED);

        JsonNode json = JSON.readTree(event.json());
        assertThat(event.errorCode()).isEqualTo("DisabledException");
        assertThat(json.path("errorCode").asText()).isEqualTo("DisabledException");
        assertThat(json.path("errorMessage").asText()).isEqualTo(KEY_A + " is disabled.");
        assertThat(json.path("responseElements").isNull()).isTrue();
    }

    @Test
    void aLongMessageIsCutToOneKilobyteAtAWholeCharacter() throws IOException {
        String message = "ä".repeat(511) + "€€";
        AuditRecord event = events().kms().decrypt(KEY_A, PATIENTS_ARN, new Failure("AccessDenied", message));

        assertThat(JSON.readTree(event.json()).path("errorMessage").asText()).isEqualTo("ä".repeat(511));
    }

    @Test
    void parametersBeyondTheirLimitAreOmitted() throws IOException {
        List<KeyReference> keys = Collections.nCopies(2000, KEY_A);
        AuditRecord event = events().api().updateKeyRegistration(Caller.SERVICE, keys, null, Outcome.SUCCESS);

        assertThat(JSON.readTree(event.json()).path("requestParameters"))
                .isEqualTo(JSON.readTree("{\"omitted\":true}"));
    }
}
