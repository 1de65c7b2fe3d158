package io.spicerack.audit.verify;

import static io.spicerack.audit.event.AuditFixtures.ACCOUNT;
import static io.spicerack.audit.event.AuditFixtures.KEY_A;
import static io.spicerack.audit.event.AuditFixtures.KEY_B;
import static io.spicerack.audit.event.AuditFixtures.NOON;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS_ARN;
import static io.spicerack.audit.event.AuditFixtures.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.KmsEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrailComparisonTest {
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    @Test
    void theSameCallsAFewSecondsApartMatch() {
        TrailComparison comparison = TrailComparison.of(calls(0), calls(7), TOLERANCE);

        assertThat(comparison).isEqualTo(new TrailComparison(4, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void aCallThatOnlyKmsKnowsWasNotPutOnRecord() {
        List<JsonNode> theirs =
                Stream.concat(calls(0).stream(), calls(0).stream().limit(1)).toList();

        TrailComparison comparison = TrailComparison.of(calls(0), theirs, TOLERANCE);

        assertThat(comparison.matched()).isEqualTo(4);
        assertThat(comparison.onlyOurs()).isEmpty();
        assertThat(comparison.onlyTheirs())
                .singleElement()
                .satisfies(event -> assertThat(event.path("eventName").asText()).isEqualTo("GenerateDataKey"));
    }

    @Test
    void callsOfAnotherKeyOrOutcomeOrFarAwayInTimeDoNotMatch() {
        List<JsonNode> decrypt = List.of(json(kms(0).decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS)));

        List<List<JsonNode>> others = List.of(
                List.of(json(kms(0).decrypt(KEY_B, PATIENTS_ARN, Outcome.SUCCESS))),
                List.of(json(kms(0).decrypt(KEY_A, PATIENTS_ARN, new Outcome.Failure("DisabledException", null)))),
                List.of(json(kms(11).decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS))));

        assertThat(others).allSatisfy(theirs -> assertThat(TrailComparison.of(decrypt, theirs, TOLERANCE))
                .isEqualTo(new TrailComparison(0, List.of(), List.of(), decrypt, theirs)));
    }

    @Test
    void aCallThatACrashCutOffIsFoundAtKmsOrWasNotMade() {
        List<JsonNode> cutOff = Stream.of(
                        kms(0).decrypt(KEY_A, PATIENTS_ARN, Outcome.UNKNOWN),
                        kms(0).generateDataKey(KEY_A, PATIENTS_ARN, Outcome.UNKNOWN))
                .map(TrailComparisonTest::json)
                .toList();
        List<JsonNode> theirs =
                List.of(json(kms(3).decrypt(KEY_A, PATIENTS_ARN, new Outcome.Failure("DisabledException", null))));

        TrailComparison comparison = TrailComparison.of(cutOff, theirs, TOLERANCE);

        assertThat(comparison).isEqualTo(new TrailComparison(1, theirs, List.of(cutOff.get(1)), List.of(), List.of()));
    }

    @Test
    void aGrantThatWasGoneBeforeIsKmssNotFound() {
        List<JsonNode> ours = List.of(json(kms(0).retireGrant(KEY_A, PATIENTS_ARN, "grant", Outcome.DONE_BEFORE)));
        List<JsonNode> theirs = List.of(json(kms(0).retireReplacedGrant(
                        KEY_A, PATIENTS_ARN, "grant", new Outcome.Failure("NotFoundException", null))));

        assertThat(TrailComparison.of(ours, theirs, TOLERANCE))
                .isEqualTo(new TrailComparison(1, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void readsOfTheSecretsThatSpicerackUsesAreCompared() {
        List<JsonNode> ours = List.of(read("hospital", Outcome.SUCCESS));
        JsonNode somebodyElse = read("hospital", Outcome.SUCCESS);
        List<JsonNode> theirs =
                List.of(read("hospital", Outcome.SUCCESS), somebodyElse, read("payroll", Outcome.SUCCESS));

        TrailComparison comparison = TrailComparison.of(ours, theirs, TOLERANCE);

        assertThat(comparison.matched()).isEqualTo(1);
        assertThat(comparison.onlyTheirs()).containsExactly(somebodyElse);
    }

    private static JsonNode read(String secret, Outcome outcome) {
        Arn arn = Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:" + secret + "-AbCdEf");
        return json(new CloudTrailEvents(ACCOUNT, Clock.fixed(NOON, ZoneOffset.UTC), UUID::randomUUID)
                .secrets()
                .getSecretValue(arn, PATIENTS_ARN, outcome));
    }

    @Test
    void callsThatHaveNothingToDoWithDataSetsAreLeftOut() throws JsonProcessingException {
        JsonNode ofSecretsManager = new ObjectMapper()
                .readTree(
                        "{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Decrypt\",\"eventTime\":"
                                + "\"2026-11-23T12:00:00Z\",\"requestParameters\":{\"encryptionContext\":{\"SecretARN\":\"x\"}}}");

        assertThat(TrailComparison.of(List.of(), List.of(ofSecretsManager), TOLERANCE))
                .isEqualTo(new TrailComparison(0, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void oneRequestIdIsOneCallHoweverFarApartItsTimesAre() {
        CloudTrailEvents shapes = new CloudTrailEvents(ACCOUNT, Clock.fixed(NOON, ZoneOffset.UTC), UUID::randomUUID);
        JsonNode ours = json(shapes.ofOneCall().answered("one").kms().decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS));
        CloudTrailEvents later =
                new CloudTrailEvents(ACCOUNT, Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC), UUID::randomUUID);
        JsonNode same = json(later.ofOneCall().answered("one").kms().decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS));
        JsonNode other = json(later.ofOneCall().answered("one").kms().decrypt(KEY_B, PATIENTS_ARN, Outcome.SUCCESS));

        assertThat(TrailComparison.of(List.of(ours), List.of(same), TOLERANCE).matched())
                .isOne();
        assertThat(TrailComparison.of(List.of(ours), List.of(other), TOLERANCE))
                .isEqualTo(new TrailComparison(0, List.of(), List.of(), List.of(ours), List.of(other)));
    }

    @Test
    void looksAtKeysAreComparedForOurKeysAndOurPrincipalAndSignaturesForAnybody() {
        List<JsonNode> ours =
                List.of(json(kms(0).describeKey(KEY_A, Outcome.SUCCESS)), json(kms(0).sign(KEY_A, Outcome.SUCCESS)));
        JsonNode twice = json(kms(1).describeKey(KEY_A, Outcome.SUCCESS));
        JsonNode otherKey = json(kms(1).describeKey(KEY_B, Outcome.SUCCESS));
        JsonNode somebodys = by("arn:aws:iam::111122223333:user/somebody", kms(1).describeKey(KEY_A, Outcome.SUCCESS));
        JsonNode forged = by("arn:aws:iam::111122223333:user/somebody", kms(1).sign(KEY_A, Outcome.SUCCESS));

        TrailComparison comparison = TrailComparison.of(
                ours,
                Stream.concat(ours.stream(), Stream.of(twice, otherKey, somebodys, forged))
                        .toList(),
                TOLERANCE);

        assertThat(comparison)
                .isEqualTo(new TrailComparison(2, List.of(), List.of(), List.of(), List.of(twice, forged)));
    }

    @Test
    void ourRecordsFromOutsideTheTimeAreNoFindings() {
        JsonNode early = json(kms(0).decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS));
        JsonNode inside = json(kms(20).decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS));
        JsonNode late = json(kms(40).generateDataKey(KEY_A, PATIENTS_ARN, Outcome.UNKNOWN));

        TrailComparison comparison = TrailComparison.of(List.of(early, inside, late), List.of(), TOLERANCE)
                .oursWithin(NOON.plusSeconds(10), NOON.plusSeconds(30));

        assertThat(comparison).isEqualTo(new TrailComparison(0, List.of(), List.of(), List.of(inside), List.of()));
    }

    private static JsonNode by(String arn, AuditRecord event) {
        ObjectNode record = (ObjectNode) json(event);
        record.putObject("userIdentity").put("type", "IAMUser").put("arn", arn);
        return record;
    }

    private static List<JsonNode> calls(long secondsLater) {
        KmsEvents kms = kms(secondsLater);
        return Stream.of(
                        kms.generateDataKey(KEY_A, PATIENTS_ARN, Outcome.SUCCESS),
                        kms.decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS),
                        kms.createGrant(KEY_A, PATIENTS_ARN, TERMS, "grant"),
                        secondsLater == 0
                                ? kms.retireGrant(KEY_A, PATIENTS_ARN, "grant", Outcome.SUCCESS)
                                : kms.retireReplacedGrant(KEY_A, PATIENTS_ARN, "grant", Outcome.SUCCESS))
                .map(TrailComparisonTest::json)
                .toList();
    }

    private static KmsEvents kms(long secondsLater) {
        Clock clock = Clock.fixed(NOON.plusSeconds(secondsLater), ZoneOffset.UTC);
        return new CloudTrailEvents(ACCOUNT, clock, UUID::randomUUID).kms();
    }

    private static JsonNode json(AuditRecord event) {
        try {
            return new ObjectMapper().readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
