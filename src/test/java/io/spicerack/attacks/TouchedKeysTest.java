package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.verify.TouchedKeys;
import io.spicerack.aws.CallTrail;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Nobody changes who may use a key of Spicerack's, or uses it for himself, without being told of. */
class TouchedKeysTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everythingThatTouchesAKeyIsToldWithItsPrincipal(@TempDir Path directory) {
        Instant begin = Clock.systemUTC().instant().minusSeconds(5);
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            KeyReference key = fixture.defaultKey("ours");
            KeyReference other = fixture.console().createKey("somebody else's");
            String id = key.text().replaceAll(".*:key/", "");
            KmsClient kms = fixture.aws().kms();
            touch(kms, key.toString());
            touch(kms, other.toString());

            TouchedKeys touched = TouchedKeys.of(Set.of(id), ours(fixture), theirs(fixture, begin));

            assertThat(touched.touched())
                    .extracting(TouchedKeys.Touch::name)
                    .contains(
                            "CreateGrant",
                            "PutKeyPolicy",
                            "CreateAlias",
                            "Encrypt",
                            "Decrypt",
                            "ScheduleKeyDeletion",
                            "CancelKeyDeletion");
            assertThat(touched.touched())
                    .allSatisfy(touch -> assertThat(touch.key()).isEqualTo(id))
                    .allSatisfy(touch -> assertThat(touch.by()).startsWith("arn:aws:iam::111122223333:"));
            Set<String> all = Set.of(touched.touched().get(0).by());
            assertThat(touched.withoutThoseOf(all).touched()).isEmpty();
        }
    }

    @Test
    void aSwitchOfAKeyByAnotherPrincipalIsToldAndOneOfOurOwnIsNot() throws Exception {
        JsonNode ours = event("DisableKey", "one", "arn:aws:iam::111122223333:role/spicerack");
        JsonNode same = event("DisableKey", "one", "arn:aws:iam::111122223333:role/spicerack");
        JsonNode stranger = event("DisableKey", "two", "arn:aws:iam::111122223333:role/stranger");
        JsonNode look = event("GetKeyPolicy", "three", "arn:aws:iam::111122223333:role/stranger");

        TouchedKeys touched = TouchedKeys.of(Set.of("k"), List.of(ours), List.of(same, stranger, look));

        assertThat(touched.touched()).singleElement().satisfies(touch -> assertThat(touch.by())
                .isEqualTo("arn:aws:iam::111122223333:role/stranger"));
        assertThat(touched.looks()).containsOnlyKeys("arn:aws:iam::111122223333:role/stranger");
    }

    private static void touch(KmsClient kms, String key) {
        kms.createGrant(request -> request.keyId(key)
                .granteePrincipal("arn:aws:iam::999999999999:role/stranger")
                .operations(GrantOperation.DECRYPT));
        kms.createAlias(request -> request.aliasName("alias/a" + key.hashCode()).targetKeyId(key));
        SdkBytes text = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("his own data")))
                .ciphertextBlob();
        kms.decrypt(request -> request.ciphertextBlob(text));
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        kms.cancelKeyDeletion(request -> request.keyId(key));
        try {
            kms.putKeyPolicy(
                    request -> request.keyId(key)
                            .policyName("default")
                            .bypassPolicyLockoutSafetyCheck(true)
                            .policy(
                                    """
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"},
                              "Action": "kms:*", "Resource": "*"}]}"""));
        } catch (KmsException e) {
            assertThat(e).as("an attempt is told as well").isNotNull();
        }
    }

    private static JsonNode event(String name, String requestId, String by) throws JsonProcessingException {
        return JSON.readTree(
                """
                {"eventSource": "kms.amazonaws.com", "eventName": "%s", "eventTime": "2026-11-23T12:00:00Z",
                 "requestID": "%s", "userIdentity": {"type": "AssumedRole", "arn": "%s"},
                 "requestParameters": {"keyId": "arn:aws:kms:eu-west-1:111122223333:key/k"}}"""
                        .formatted(name, requestId, by));
    }

    private static List<JsonNode> ours(PipelineFixture fixture) {
        return fixture.spice().audit().search(AuditQuery.oldest(10_000)).stream()
                .map(TouchedKeysTest::json)
                .toList();
    }

    private static JsonNode json(AuditRecord record) {
        try {
            return JSON.readTree(record.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> theirs(PipelineFixture fixture, Instant since) {
        try (CallTrail trail = fixture.callTrail()) {
            return trail.events(since, Clock.systemUTC().instant().plusSeconds(5));
        }
    }
}
