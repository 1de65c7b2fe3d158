package io.spicerack.audit.verify;

import static io.spicerack.audit.event.AuditFixtures.ACCOUNT;
import static io.spicerack.audit.event.AuditFixtures.DISABLED;
import static io.spicerack.audit.event.AuditFixtures.KEY_A;
import static io.spicerack.audit.event.AuditFixtures.KEY_B;
import static io.spicerack.audit.event.AuditFixtures.NOON;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS_ARN;
import static io.spicerack.audit.event.AuditFixtures.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.event.AuditFixtures;
import io.spicerack.audit.event.KmsEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.verify.KeyAnswer.CustomerManagedKey;
import io.spicerack.audit.verify.KeyAnswer.NoGrantEvent;
import io.spicerack.audit.verify.KeyAnswer.ServiceOwnedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrailSearchTest {
    private static final AuditRecord CREATED_A = at(0).createGrant(KEY_A, PATIENTS_ARN, TERMS, "grant-a");
    private static final AuditRecord CREATED_B = at(10).createGrant(KEY_B, PATIENTS_ARN, TERMS, "grant-b");
    private static final AuditRecord RETIRED_A = at(20).retireGrant(KEY_A, PATIENTS_ARN, "grant-a", Outcome.SUCCESS);
    private static final AuditRecord RETIRED_B = at(30).retireGrant(KEY_B, PATIENTS_ARN, "grant-b", Outcome.SUCCESS);

    @Test
    void theLatestCreatedGrantNamesTheKey() {
        assertThat(keyAfter(CREATED_A)).isEqualTo(new CustomerManagedKey(KEY_A, time(0)));
        assertThat(keyAfter(CREATED_A, CREATED_B)).isEqualTo(new CustomerManagedKey(KEY_B, time(10)));
    }

    @Test
    void retiringTheOldKeysGrantLeavesTheNewOne() {
        assertThat(keyAfter(CREATED_A, CREATED_B, RETIRED_A)).isEqualTo(new CustomerManagedKey(KEY_B, time(10)));
    }

    @Test
    void afterTheLastGrantIsRetiredTheServiceOwnedKeyApplies() {
        assertThat(keyAfter(CREATED_A, CREATED_B, RETIRED_A, RETIRED_B)).isEqualTo(new ServiceOwnedKey(time(30)));
    }

    @Test
    void aTrailWithoutTheDataSetSaysSo() {
        Arn longerName = ACCOUNT.dataSet(new DataSetId("patients-2"));
        AuditRecord other = at(5).createGrant(KEY_B, longerName, TERMS, "grant-c");

        assertThat(keyAfter(other)).isEqualTo(new NoGrantEvent());
        assertThat(keyAfter(CREATED_A, other)).isEqualTo(new CustomerManagedKey(KEY_A, time(0)));
    }

    @Test
    void aGrantThatFailedDoesNotCount() {
        assertThat(keyAfter(CREATED_A, at(5).createGrantFailed(KEY_B, PATIENTS_ARN, TERMS, DISABLED)))
                .isEqualTo(new CustomerManagedKey(KEY_A, time(0)));
    }

    @Test
    void theOrderIsThatOfTheEventsNotOfTheFiles() {
        assertThat(keyAfter(RETIRED_B, RETIRED_A, CREATED_B, CREATED_A)).isEqualTo(new ServiceOwnedKey(time(30)));
    }

    @Test
    void theArticlesSearchFindsTheLatestGrantEvent() {
        TrailSearch search = TrailSearch.over(List.of(CREATED_A, CREATED_B, RETIRED_A));

        assertThat(search.latestGrantEvent(PATIENTS_ARN)
                        .orElseThrow()
                        .path("eventName")
                        .asText())
                .isEqualTo("RetireGrant");
        assertThat(search.latestGrantEvent(ACCOUNT.dataSet(new DataSetId("other"))))
                .isEmpty();
    }

    @Test
    void kmssOwnRetireGrantWithoutParametersIsUnderstood() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode retired = json.readTree("{\"eventName\":\"RetireGrant\",\"eventTime\":\"" + time(40)
                + "\",\"eventID\":\"x\",\"requestParameters\":null,\"additionalEventData\":{\"grantId\":\"grant-a\"}}");

        assertThat(TrailSearch.over(Stream.of(json.readTree(CREATED_A.json()), retired))
                        .keyOf(PATIENTS_ARN))
                .isEqualTo(new ServiceOwnedKey(time(40)));
    }

    private static KeyAnswer keyAfter(AuditRecord... events) {
        return TrailSearch.over(List.of(events)).keyOf(PATIENTS_ARN);
    }

    private static KmsEvents at(int seconds) {
        return AuditFixtures.events(NOON.plusSeconds(seconds)).kms();
    }

    private static Instant time(int seconds) {
        return Instant.parse("2026-11-23T12:00:00Z").plusSeconds(seconds);
    }
}
