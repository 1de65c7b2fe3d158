package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

@TakesLong
class KmsPoliciesTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final KmsClient kms = AWS.kms();
    private final String key = AWS.newKey();

    @Test
    void aNewKeyAllowsItsAccountEverything() {
        assertThat(kms.getKeyPolicy(request -> request.keyId(key)).policy())
                .contains("\"AWS\" : \"arn:aws:iam::111122223333:root\"", "\"Action\" : \"kms:*\"");
        assertThat(kms.listKeyPolicies(request -> request.keyId(key)).policyNames())
                .containsExactly("default");
        assertThatThrownBy(() -> kms.getKeyPolicy(request -> request.keyId(key).policyName("other")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("No such policy exists");
    }

    @Test
    void aDeniedActionIsRefusedWhileOthersWork() {
        put(statement("Allow", "kms:*") + "," + statement("Deny", "kms:Decrypt"));
        SdkBytes blob = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("value")))
                .ciphertextBlob();

        assertThatThrownBy(() -> kms.decrypt(request -> request.ciphertextBlob(blob)))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith("User: arn:aws:iam::111122223333:user/local is not authorized to perform:"
                        + " kms:Decrypt on resource: " + key + " with an explicit deny in a resource-based policy")
                .extracting(e -> ((KmsException) e).awsErrorDetails().errorCode())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void aPolicyThatLocksItsAuthorOutIsRefused() {
        assertThatThrownBy(() -> put(statement("Allow", "kms:Decrypt")))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageStartingWith(
                        "The new key policy will not allow you to update the key policy in the future.");
    }

    @Test
    void aPolicyThatCannotBeHonouredIsRefused() {
        assertThatThrownBy(() -> put("{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Condition\":{}}"))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageStartingWith("The local AWS does not evaluate Condition in a policy");
        assertThatThrownBy(() -> kms.putKeyPolicy(request -> request.keyId(key).policy("no JSON")))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageStartingWith("The policy is not JSON");
        assertThatThrownBy(() -> put("{\"Effect\":\"Allow\"}"))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageStartingWith("A statement of the policy has no Principal or no Action");
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        kms.tagResource(request -> request.keyId(key).tags(tag("team", "data"), tag("ward", "3")));
        kms.tagResource(request -> request.keyId(key).tags(tag("ward", "4")));
        kms.untagResource(request -> request.keyId(key).tagKeys("team"));

        assertThat(kms.listResourceTags(request -> request.keyId(key)).tags()).containsExactly(tag("ward", "4"));
    }

    @Test
    void whatWasSealedBeforeARotationStillOpens() {
        SdkBytes before = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("before")))
                .ciphertextBlob();
        String first = material();

        kms.rotateKeyOnDemand(request -> request.keyId(key));

        assertThat(material()).isNotEqualTo(first);
        assertThat(kms.decrypt(request -> request.ciphertextBlob(before))).satisfies(opened -> {
            assertThat(opened.plaintext().asUtf8String()).isEqualTo("before");
            assertThat(opened.keyMaterialId()).isEqualTo(first);
        });
        assertThat(kms.listKeyRotations(request -> request.keyId(key)).rotations())
                .singleElement()
                .satisfies(
                        rotation -> assertThat(rotation.rotationTypeAsString()).isEqualTo("ON_DEMAND"));
    }

    @Test
    void yearlyRotationIsSwitchedOnAndOff() {
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled())
                .isFalse();

        kms.enableKeyRotation(request -> request.keyId(key).rotationPeriodInDays(90));

        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key))).satisfies(status -> {
            assertThat(status.keyRotationEnabled()).isTrue();
            assertThat(status.rotationPeriodInDays()).isEqualTo(90);
            assertThat(status.nextRotationDate()).isNotNull();
        });
        kms.disableKeyRotation(request -> request.keyId(key));
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled())
                .isFalse();
    }

    @Test
    void aDisabledKeyAndAnAsymmetricKeyAreNotRotated() {
        kms.disableKey(request -> request.keyId(key));
        String asymmetric = kms.createKey(
                        request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata()
                .arn();

        assertThatThrownBy(() -> kms.rotateKeyOnDemand(request -> request.keyId(key)))
                .isInstanceOf(DisabledException.class)
                .hasMessageStartingWith(key + " is disabled.");
        assertThatThrownBy(() -> kms.rotateKeyOnDemand(request -> request.keyId(asymmetric)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith(asymmetric + " is of key spec RSA_2048");
    }

    private String material() {
        return kms.describeKey(request -> request.keyId(key)).keyMetadata().currentKeyMaterialId();
    }

    private void put(String statements) {
        kms.putKeyPolicy(request -> request.keyId(key).policy("{\"Statement\":[" + statements + "]}"));
    }

    private static String statement(String effect, String action) {
        return "{\"Effect\":\"" + effect + "\",\"Principal\":{\"AWS\":[\"111122223333\"]},\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}";
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }
}
