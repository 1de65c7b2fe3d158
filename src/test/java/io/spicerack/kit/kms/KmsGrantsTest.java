package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

@TakesLong
class KmsGrantsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/spicerack";
    private static final String SELF = "arn:aws:iam::111122223333:user/local";
    private static final Map<String, String> PATIENTS = Map.of("aws:quicksight:arn", "patients");

    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final KmsClient kms = AWS.kms();
    private final String key = AWS.newKey();

    @Test
    void aGrantIsListedWithItsTerms() {
        CreateGrantResponse made = grant(request -> request.name("patients-1").retiringPrincipal(SELF));

        List<GrantListEntry> grants = grants();

        assertThat(grants).singleElement().satisfies(grant -> {
            assertThat(grant.grantId()).isEqualTo(made.grantId()).matches("[0-9a-f]{64}");
            assertThat(grant.keyId()).isEqualTo(key);
            assertThat(grant.name()).isEqualTo("patients-1");
            assertThat(grant.granteePrincipal()).isEqualTo(ROLE);
            assertThat(grant.retiringPrincipal()).isEqualTo(SELF);
            assertThat(grant.issuingAccount()).isEqualTo("arn:aws:iam::111122223333:root");
            assertThat(grant.operations())
                    .containsExactlyInAnyOrder(GrantOperation.DECRYPT, GrantOperation.GENERATE_DATA_KEY);
            assertThat(grant.constraints().encryptionContextSubset()).isEqualTo(PATIENTS);
            assertThat(grant.creationDate()).isNotNull();
        });
    }

    @Test
    void oneNameWithTheSameTermsIsOneGrantWithAnotherToken() {
        CreateGrantResponse first = grant(request -> request.name("patients"));
        CreateGrantResponse second = grant(request -> request.name("patients"));

        assertThat(second.grantId()).isEqualTo(first.grantId());
        assertThat(second.grantToken()).isNotEqualTo(first.grantToken());
        assertThat(grant(request -> request.name("patients").operations(GrantOperation.DECRYPT))
                        .grantId())
                .isNotEqualTo(first.grantId());
    }

    @Test
    void grantsWithoutANameAreEachTheirOwn() {
        assertThat(grant(request -> {}).grantId())
                .isNotEqualTo(grant(request -> {}).grantId());
        assertThat(grants()).hasSize(2);
    }

    @Test
    void aGrantIsRevokedById() {
        String id = grant(request -> {}).grantId();

        kms.revokeGrant(request -> request.keyId(key).grantId(id));

        assertThat(grants()).isEmpty();
        assertThatThrownBy(() -> kms.revokeGrant(request -> request.keyId(key).grantId(id)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Grant ID " + id + " not found on key " + key);
    }

    @Test
    void aGrantIsRetiredByIdOrByToken() {
        CreateGrantResponse byId = grant(request -> {});
        CreateGrantResponse byToken = grant(request -> {});

        kms.retireGrant(request -> request.keyId(key).grantId(byId.grantId()));
        kms.retireGrant(request -> request.grantToken(byToken.grantToken()));

        assertThat(grants()).isEmpty();
        assertThatThrownBy(() -> kms.retireGrant(request -> request.grantToken(byToken.grantToken())))
                .isInstanceOf(InvalidGrantTokenException.class)
                .hasMessageStartingWith("The grant of this token was retired or revoked.");
    }

    @Test
    void aDryRunRetiresNothing() {
        String id = grant(request -> {}).grantId();

        assertThatThrownBy(() -> kms.retireGrant(
                        request -> request.keyId(key).grantId(id).dryRun(true)))
                .isInstanceOf(DryRunOperationException.class);
        assertThat(grants()).hasSize(1);
    }

    @Test
    void retirableGrantsAreFoundByTheirRetiringPrincipal() {
        String retiring = "arn:aws:iam::111122223333:role/retires-" + key.substring(key.length() - 8);
        String id = grant(request -> request.retiringPrincipal(retiring)).grantId();

        assertThat(kms.listRetirableGrants(request -> request.retiringPrincipal(retiring))
                        .grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(id);
    }

    @Test
    void grantsAreListedPageByPageAndByGrantee() {
        grant(request -> {});
        grant(request -> {});
        String other = grant(request -> request.granteePrincipal(SELF)).grantId();

        assertThat(kms.listGrantsPaginator(request -> request.keyId(key).limit(1)).grants().stream())
                .hasSize(3);
        assertThat(kms.listGrants(request -> request.keyId(key).granteePrincipal(SELF))
                        .grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(other);
    }

    @Test
    void aServiceIsNoGrantee() {
        assertThatThrownBy(() -> grant(request -> request.granteePrincipal("quicksight.amazonaws.com")))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageStartingWith("'quicksight.amazonaws.com' is not the ARN of an AWS principal");
    }

    @Test
    void anUnknownOperationCannotBeGranted() {
        assertThatThrownBy(() -> grant(request -> request.operationsWithStrings("DisableKey")))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("Value '[DisableKey]' at 'operations' failed to satisfy constraint");
    }

    @Test
    void aDisabledKeyKeepsItsGrantsAndTakesNoNewOnes() {
        grant(request -> {});

        kms.disableKey(request -> request.keyId(key));

        assertThat(grants()).hasSize(1);
        assertThatThrownBy(() -> grant(request -> {}))
                .isInstanceOf(DisabledException.class)
                .hasMessageStartingWith(key + " is disabled.");
    }

    @Test
    void whoHasOnlyAGrantIsHeldToItsContextSubset() {
        leaveOnlyGrants();
        grant(request -> request.granteePrincipal(SELF));

        generate(PATIENTS);
        generate(Map.of("aws:quicksight:arn", "patients", "more", "pairs"));
        assertThatThrownBy(() -> generate(Map.of("aws:quicksight:arn", "visits")))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining(SELF + " is not authorized to perform: kms:GenerateDataKey on resource: " + key);
        assertThatThrownBy(() -> kms.encrypt(request -> request.keyId(key)
                        .encryptionContext(PATIENTS)
                        .plaintext(software.amazon.awssdk.core.SdkBytes.fromUtf8String("value"))))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("not authorized to perform: kms:Encrypt");
    }

    @Test
    void whoHasOnlyAGrantIsHeldToItsExactContext() {
        leaveOnlyGrants();
        String id = grant(request -> request.granteePrincipal(SELF)
                        .constraints(constraints -> constraints.encryptionContextEquals(PATIENTS)))
                .grantId();

        generate(PATIENTS);
        assertThatThrownBy(() -> generate(Map.of("aws:quicksight:arn", "patients", "more", "pairs")))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("not authorized");
        kms.revokeGrant(request -> request.keyId(key).grantId(id));
        assertThatThrownBy(() -> generate(PATIENTS))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("not authorized");
    }

    @Test
    void aChildGrantAllowsNoMoreThanItsParent() {
        grant(request ->
                request.granteePrincipal(SELF).operations(GrantOperation.CREATE_GRANT, GrantOperation.DECRYPT));
        kms.putKeyPolicy(request -> request.keyId(key).policy(policy("\"kms:Put*\"")));

        grant(request -> request.operations(GrantOperation.DECRYPT));
        assertThatThrownBy(() -> grant(request -> request.operations(GrantOperation.ENCRYPT)))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("not authorized to perform: kms:CreateGrant");
        assertThatThrownBy(() -> grant(request -> request.operations(GrantOperation.DECRYPT)
                        .constraints(constraints -> constraints.encryptionContextSubset(Map.of("other", "context")))))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("not authorized to perform: kms:CreateGrant");
    }

    private void leaveOnlyGrants() {
        kms.putKeyPolicy(
                request -> request.keyId(key).policy(policy("[\"kms:Put*\", \"kms:Describe*\", \"kms:*Grant*\"]")));
    }

    private static String policy(String actions) {
        return "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},"
                + "\"Action\":" + actions + ",\"Resource\":\"*\"}}";
    }

    private void generate(Map<String, String> context) {
        kms.generateDataKey(
                request -> request.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(context));
    }

    private CreateGrantResponse grant(Consumer<CreateGrantRequest.Builder> more) {
        CreateGrantRequest.Builder request = CreateGrantRequest.builder()
                .keyId(key)
                .granteePrincipal(ROLE)
                .operations(GrantOperation.GENERATE_DATA_KEY, GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextSubset(PATIENTS));
        more.accept(request);
        return kms.createGrant(request.build());
    }

    private List<GrantListEntry> grants() {
        return kms.listGrants(request -> request.keyId(key)).grants();
    }
}
