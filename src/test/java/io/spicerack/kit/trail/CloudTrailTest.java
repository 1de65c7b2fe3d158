package io.spicerack.kit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.kit.aws.LocalAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.InvalidLookupAttributesException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidTimeRangeException;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;

class CloudTrailTest {
    private static final Map<String, String> CONTEXT =
            Map.of("aws:quicksight:arn", "arn:aws:quicksight:eu-west-1:111122223333:dataset/patients");

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final CloudTrailClient trail = AwsUnderTest.cloudTrail(AWS.endpoint());

    @Test
    void aDataKeyAndItsDecryptionAreRecordedAsKmsDocumentsThem() {
        String key = AWS.newKey();
        SdkBytes wrapped = AWS.kms()
                .generateDataKey(request ->
                        request.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT))
                .ciphertextBlob();
        AWS.kms().decrypt(request -> request.ciphertextBlob(wrapped).encryptionContext(CONTEXT));

        List<JsonNode> events = eventsOf(key);

        JsonNode decrypt = events.get(0);
        assertThat(decrypt.path("eventName").asText()).isEqualTo("Decrypt");
        assertThat(decrypt.path("requestParameters").toString())
                .isEqualTo("{\"encryptionContext\":{\"aws:quicksight:arn\":\"arn:aws:quicksight:eu-west-1:111122223333:"
                        + "dataset/patients\"},\"keyId\":\"" + key
                        + "\",\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}");
        JsonNode generate = events.get(1);
        assertThat(generate.path("eventVersion").asText()).isEqualTo("1.11");
        assertThat(generate.path("eventSource").asText()).isEqualTo("kms.amazonaws.com");
        assertThat(generate.path("eventName").asText()).isEqualTo("GenerateDataKey");
        assertThat(generate.path("requestParameters").path("keySpec").asText()).isEqualTo("AES_256");
        assertThat(generate.path("responseElements").isNull()).isTrue();
        assertThat(generate.path("readOnly").asBoolean()).isTrue();
        assertThat(generate.path("resources").toString())
                .isEqualTo("[{\"accountId\":\"111122223333\",\"type\":\"AWS::KMS::Key\",\"ARN\":\"" + key + "\"}]");
        assertThat(generate.path("userIdentity").path("userName").asText()).isEqualTo("local");
        assertThat(generate.path("sourceIPAddress").asText()).isEqualTo("127.0.0.1");
        assertThat(events.get(2).path("eventName").asText()).isEqualTo("CreateKey");
        assertThat(events.get(2)
                        .path("responseElements")
                        .path("keyMetadata")
                        .path("arn")
                        .asText())
                .isEqualTo(key);
    }

    @Test
    void aGrantIsRecordedAtItsBeginningAndAtItsEnd() {
        String key = AWS.newKey();
        var grant = AWS.kms().createGrant(request -> request.keyId(key)
                .name("patients")
                .granteePrincipal("111122223333")
                .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT)
                .constraints(constraints -> constraints.encryptionContextSubset(CONTEXT)));
        AWS.kms().retireGrant(request -> request.keyId(key).grantId(grant.grantId()));

        List<JsonNode> events = eventsOf(key);

        JsonNode retire = events.get(0);
        assertThat(retire.path("eventName").asText()).isEqualTo("RetireGrant");
        assertThat(retire.path("requestParameters").isNull()).isTrue();
        assertThat(retire.path("additionalEventData").path("grantId").asText()).isEqualTo(grant.grantId());
        JsonNode create = events.get(1);
        assertThat(create.path("requestParameters")
                        .path("constraints")
                        .path("encryptionContextSubset")
                        .path("aws:quicksight:arn")
                        .asText())
                .endsWith("dataset/patients");
        assertThat(create.path("responseElements").path("grantId").asText()).isEqualTo(grant.grantId());
        assertThat(create.toString()).doesNotContain(grant.grantToken());
    }

    @Test
    void aRefusedCallIsRecordedWithItsError() {
        String key = AWS.newKey();
        String other = AWS.newKey();
        SdkBytes blob = AWS.kms()
                .encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
        assertThatThrownBy(
                        () -> AWS.kms().decrypt(request -> request.keyId(other).ciphertextBlob(blob)))
                .isInstanceOf(IncorrectKeyException.class);
        AWS.kms().disableKey(request -> request.keyId(key));
        assertThatThrownBy(() -> AWS.kms().decrypt(request -> request.ciphertextBlob(blob)))
                .isInstanceOf(DisabledException.class);

        JsonNode refused = eventsOf(key).get(0);

        assertThat(refused.path("errorCode").asText()).isEqualTo("DisabledException");
        assertThat(refused.path("errorMessage").asText()).isEqualTo(key + " is disabled.");
        assertThat(lookUp(LookupAttributeKey.EVENT_NAME, "Decrypt"))
                .anyMatch(event -> event.cloudTrailEvent().contains("\"errorCode\":\"IncorrectKeyException\""));
    }

    @Test
    void noRecordHoldsASecretAPlaintextOrACiphertext(@TempDir Path directory) throws Exception {
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint());
                var secrets = AwsUnderTest.secrets(aws.endpoint())) {
            String key = kms.createKey().keyMetadata().arn();
            SdkBytes plaintext = SdkBytes.fromUtf8String("correct-horse-battery-staple");
            SdkBytes blob = kms.encrypt(request -> request.keyId(key).plaintext(plaintext))
                    .ciphertextBlob();
            secrets.createSecret(request -> request.name("db").secretString("correct-horse-battery-staple"));
            secrets.putSecretValue(request -> request.secretId("db").secretString("correct-horse-battery-staple"));

            String recorded = recorded(directory);

            assertThat(recorded)
                    .contains("CreateSecret", "PutSecretValue", "Encrypt")
                    .doesNotContain(
                            "correct-horse-battery-staple",
                            java.util.Base64.getEncoder().encodeToString(plaintext.asByteArray()),
                            java.util.Base64.getEncoder().encodeToString(blob.asByteArray()));
        }
    }

    @Test
    void everyCallLeavesOneRecordThatOutlivesARestart(@TempDir Path directory) {
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint())) {
            for (int i = 0; i < 60; i++) {
                kms.createKey();
            }
        }
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                CloudTrailClient again = AwsUnderTest.cloudTrail(aws.endpoint())) {
            List<Event> events = again
                    .lookupEventsPaginator(request -> request.maxResults(7)
                            .lookupAttributes(attribute(LookupAttributeKey.EVENT_NAME.toString(), "CreateKey")))
                    .events()
                    .stream()
                    .toList();

            assertThat(events).hasSize(60);
            assertThat(events.stream().map(Event::eventId).collect(Collectors.toSet()))
                    .hasSize(60);
        }
    }

    @Test
    void eventsAreFoundByAttributeAndTime() {
        Instant before = Instant.now().minusSeconds(2);
        String key = AWS.newKey();

        assertThat(lookUp(LookupAttributeKey.RESOURCE_TYPE, "AWS::KMS::Key")).isNotEmpty();
        assertThat(lookUp(LookupAttributeKey.READ_ONLY, "false")).isNotEmpty().allMatch(event -> event.readOnly()
                .equals("false"));
        assertThat(lookUp(LookupAttributeKey.EVENT_SOURCE, "s3.amazonaws.com")).isEmpty();
        Event created = lookUp(LookupAttributeKey.RESOURCE_NAME, key).get(0);
        assertThat(lookUp(LookupAttributeKey.EVENT_ID, created.eventId())).hasSize(1);
        assertThat(created.eventTime()).isAfter(before);
        assertThat(created.resources()).hasSize(1);
        assertThat(trail.lookupEvents(request -> request.endTime(before.minusSeconds(86_400)))
                        .events())
                .isEmpty();
    }

    @Test
    void aLookupThatCannotBeAnsweredIsRefused() {
        assertThatThrownBy(() -> trail.lookupEvents(request -> request.nextToken("invented")))
                .isInstanceOf(InvalidNextTokenException.class)
                .hasMessageStartingWith("NextToken 'invented' did not come from an earlier page");
        assertThatThrownBy(() -> trail.lookupEvents(
                        request -> request.startTime(Instant.ofEpochSecond(2)).endTime(Instant.ofEpochSecond(1))))
                .isInstanceOf(InvalidTimeRangeException.class)
                .hasMessageStartingWith("StartTime 1970-01-01T00:00:02Z is after EndTime 1970-01-01T00:00:01Z");
        assertThatThrownBy(() -> trail.lookupEvents(request -> request.lookupAttributes(attribute("Colour", "red"))))
                .isInstanceOf(InvalidLookupAttributesException.class)
                .hasMessageStartingWith("AttributeKey 'Colour' is none of EventId");
    }

    @Test
    void withoutATrailThereIsNoneToDescribe() {
        assertThat(trail.describeTrails().trailList()).isEmpty();
        assertThat(trail.listPublicKeys().publicKeyList()).isEmpty();
        assertThatThrownBy(() -> trail.getTrail(request -> request.name("spicerack")))
                .isInstanceOf(TrailNotFoundException.class)
                .hasMessageStartingWith("Unknown trail: spicerack");
    }

    private List<JsonNode> eventsOf(String key) {
        return lookUp(LookupAttributeKey.RESOURCE_NAME, key).stream()
                .map(event -> {
                    try {
                        return JsonBody.MAPPER.readTree(event.cloudTrailEvent());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private List<Event> lookUp(LookupAttributeKey key, String value) {
        return trail.lookupEvents(request -> request.lookupAttributes(attribute(key.toString(), value)))
                .events();
    }

    private static LookupAttribute attribute(String key, String value) {
        return LookupAttribute.builder().attributeKey(key).attributeValue(value).build();
    }

    private static String recorded(Path directory) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Path file : AwsUnderTest.filesIn(directory.resolve("cloudtrail"))) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }
}
