package io.spicerack.kit.kms;

import static io.spicerack.kit.kms.KmsConformanceTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.kit.aws.ConformingAws;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;

/** What KMS's reference says of grants, asked with the AWS SDK alone. */
@Tag("conformance")
class KmsGrantConformanceTest {
    @RegisterExtension
    static final ConformingAws AWS = new ConformingAws();

    private static final Map<String, String> CONTEXT = Map.of("aws:quicksight:arn", "arn:aws:quicksight:::dataset/a");
    private static final Map<String, String> OTHER = Map.of("aws:quicksight:arn", "arn:aws:quicksight:::dataset/b");

    private final KmsClient kms = AWS.kms();
    private final String key = AWS.newKey();

    @Test
    void aGrantIsListedWithItsTerms() {
        String id = grant(kms, key, CONTEXT, "patients").grantId();
        GrantListEntry listed =
                kms.listGrants(request -> request.keyId(key)).grants().get(0);
        assertThat(listed.grantId()).isEqualTo(id);
        assertThat(listed.name()).isEqualTo("patients");
        assertThat(listed.keyId()).isEqualTo(key);
        assertThat(listed.operations()).containsExactlyInAnyOrder(GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
        assertThat(listed.constraints().encryptionContextSubset()).isEqualTo(CONTEXT);
    }

    @Test
    void theSameNameAndTermsAreOneGrant() {
        CreateGrantResponse first = grant(kms, key, CONTEXT, "patients");
        CreateGrantResponse again = grant(kms, key, CONTEXT, "patients");
        CreateGrantResponse others = grant(kms, key, OTHER, "patients");
        assertThat(again.grantId()).isEqualTo(first.grantId()).isNotEqualTo(others.grantId());
        assertThat(again.grantToken()).isNotEqualTo(first.grantToken());
        assertThat(kms.listGrants(request -> request.keyId(key)).grants()).hasSize(2);
    }

    @Test
    void grantsWithoutANameAreEachTheirOwn() {
        assertThat(grant(kms, key, CONTEXT, null).grantId())
                .isNotEqualTo(grant(kms, key, CONTEXT, null).grantId());
    }

    @Test
    void grantsAreListedPageByPage() {
        Set<String> made = Set.of(
                grant(kms, key, CONTEXT, "one").grantId(),
                grant(kms, key, CONTEXT, "two").grantId(),
                grant(kms, key, CONTEXT, "three").grantId());
        Set<String> listed = new HashSet<>();
        ListGrantsResponse page = kms.listGrants(request -> request.keyId(key).limit(2));
        assertThat(page.grants()).hasSize(2);
        assertThat(page.truncated()).isTrue();
        page.grants().forEach(entry -> listed.add(entry.grantId()));
        String marker = page.nextMarker();
        kms.listGrants(request -> request.keyId(key).limit(2).marker(marker))
                .grants()
                .forEach(entry -> listed.add(entry.grantId()));
        assertThat(listed).isEqualTo(made);
    }

    @Test
    void aGrantIsRevokedOnce() {
        String id = grant(kms, key, CONTEXT, "patients").grantId();
        kms.revokeGrant(request -> request.keyId(key).grantId(id));
        assertThat(kms.listGrants(request -> request.keyId(key)).grants()).isEmpty();
        assertCode(
                "NotFoundException",
                () -> kms.revokeGrant(request -> request.keyId(key).grantId(id)));
    }

    @Test
    void aGrantIsRetiredByIdOrByToken() {
        CreateGrantResponse byId = grant(kms, key, CONTEXT, "one");
        CreateGrantResponse byToken = grant(kms, key, CONTEXT, "two");
        kms.retireGrant(request -> request.keyId(key).grantId(byId.grantId()));
        kms.retireGrant(request -> request.grantToken(byToken.grantToken()));
        assertThat(kms.listGrants(request -> request.keyId(key)).grants()).isEmpty();
        assertCode(
                "NotFoundException",
                () -> kms.retireGrant(request -> request.keyId(key).grantId(byId.grantId())));
    }

    @Test
    void aGrantNeedsAPrincipalAndOperations() {
        assertCode(
                "ValidationException",
                () -> kms.createGrant(request -> request.keyId(key).granteePrincipal(root(key))));
        assertCode(
                "InvalidArnException",
                () -> kms.createGrant(request -> request.keyId(key)
                        .granteePrincipal("quicksight.amazonaws.com")
                        .operations(GrantOperation.DECRYPT)));
    }

    static CreateGrantResponse grant(KmsClient kms, String key, Map<String, String> context, @Nullable String name) {
        return kms.createGrant(request -> request.keyId(key)
                .name(name)
                .granteePrincipal(root(key))
                .operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT)
                .constraints(constraints -> constraints.encryptionContextSubset(context)));
    }

    /** The account that the key is in. */
    private static String root(String key) {
        String[] parts = key.split(":", -1);
        return "arn:" + parts[1] + ":iam::" + parts[4] + ":root";
    }
}
