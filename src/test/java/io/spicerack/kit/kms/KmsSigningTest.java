package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.TakesLong;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.kit.aws.LocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** What is the embedded KMS's own about keys that sign: how they are kept, recorded and refused. */
@TakesLong
class KmsSigningTest {
    private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("the words of a digest file");

    private final Path directory;

    KmsSigningTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aKeySignsTheSameAfterARestartAndLiesSealedOnDisk() throws Exception {
        String key;
        SdkBytes signature;
        byte[] publicKey;
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint())) {
            key = signingKey(kms, KeySpec.RSA_2048);
            signature = sign(kms, key);
            publicKey =
                    kms.getPublicKey(request -> request.keyId(key)).publicKey().asByteArray();
        }
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint())) {
            assertThat(sign(kms, key)).isEqualTo(signature);
        }
        // a key kept in the clear would show its modulus, which the public key has too
        byte[] modulus = Arrays.copyOfRange(publicKey, 60, 120);
        String base64 = Base64.getEncoder().encodeToString(publicKey).substring(80, 160);
        assertThat(AwsUnderTest.filesIn(directory.resolve("kms"))).isNotEmpty().allSatisfy(file -> assertThat(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(modulus, StandardCharsets.ISO_8859_1), base64, "pkcs8"));
    }

    @Test
    void theKeyPairPrintsNothingOfItself() throws GeneralSecurityException {
        RsaMaterial material = RsaMaterial.fresh(2048, new SecureRandom());

        assertThat(material).hasToString("RsaMaterial[redacted]");
        assertThat(material.encodedPublicKey()).isEqualTo(material.publicKey().getEncoded());
    }

    @Test
    void eachCallLeavesARecordWithoutMessageAndSignature() throws Exception {
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint());
                CloudTrailClient trail = AwsUnderTest.cloudTrail(aws.endpoint())) {
            String key = signingKey(kms, KeySpec.RSA_2048);
            SdkBytes signature = sign(kms, key);
            kms.verify(request -> request.keyId(key)
                    .message(MESSAGE)
                    .signature(signature)
                    .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256));
            kms.getPublicKey(request -> request.keyId(key));

            List<JsonNode> events = events(trail, key);

            assertThat(events)
                    .extracting(event -> event.path("eventName").asText())
                    .containsExactly("GetPublicKey", "Verify", "Sign", "CreateKey");
            JsonNode sign = events.get(2);
            assertThat(sign.path("readOnly").asBoolean()).isTrue();
            assertThat(sign.path("responseElements").isNull()).isTrue();
            assertThat(sign.path("requestParameters").toString())
                    .isEqualTo("{\"keyId\":\"" + key + "\",\"messageType\":\"RAW\",\"signingAlgorithm\":"
                            + "\"RSASSA_PKCS1_V1_5_SHA_256\"}");
            assertThat(sign.path("resources").path(0).path("ARN").asText()).isEqualTo(key);
            assertThat(events.toString())
                    .doesNotContain(
                            Base64.getEncoder().encodeToString(MESSAGE.asByteArray()),
                            Base64.getEncoder().encodeToString(signature.asByteArray()));
        }
    }

    @Test
    void whatCannotSignIsRefusedInWords() {
        try (LocalAws aws = LocalAws.start(AwsUnderTest.config(directory, 0));
                KmsClient kms = AwsUnderTest.kms(aws.endpoint())) {
            String elliptic = signingKey(kms, KeySpec.ECC_NIST_P256);
            String rsa = signingKey(kms, KeySpec.RSA_2048);

            assertThatThrownBy(() -> sign(kms, elliptic))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("The local KMS has no key pair of " + elliptic
                            + " of key spec ECC_NIST_P256:" + " only RSA keys that this version made have one.");
            assertThatThrownBy(() -> kms.sign(request -> request.keyId(rsa)
                            .message(SdkBytes.fromByteArray(new byte[32]))
                            .messageType(MessageType.DIGEST)
                            .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PSS_SHA_256)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("The local KMS signs with RSASSA_PSS_SHA_256 whole messages only");
            assertThatThrownBy(() -> kms.sign(request ->
                            request.keyId(rsa).message(MESSAGE).signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)))
                    .isInstanceOf(InvalidKeyUsageException.class)
                    .hasMessageStartingWith("Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.");
        }
    }

    private static List<JsonNode> events(CloudTrailClient trail, String key) throws Exception {
        LookupAttribute about = LookupAttribute.builder()
                .attributeKey(LookupAttributeKey.RESOURCE_NAME)
                .attributeValue(key)
                .build();
        List<JsonNode> events = new ArrayList<>();
        for (var event :
                trail.lookupEvents(request -> request.lookupAttributes(about)).events()) {
            events.add(JsonBody.MAPPER.readTree(event.cloudTrailEvent()));
        }
        return events;
    }

    private static String signingKey(KmsClient kms, KeySpec spec) {
        return kms.createKey(request -> request.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata()
                .arn();
    }

    private static SdkBytes sign(KmsClient kms, String key) {
        return kms.sign(request -> request.keyId(key)
                        .message(MESSAGE)
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256))
                .signature();
    }
}
