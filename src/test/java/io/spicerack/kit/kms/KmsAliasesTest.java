package io.spicerack.kit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.kit.aws.AwsUnderTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

@TakesLong
class KmsAliasesTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final KmsClient kms = AWS.kms();
    private final String key = AWS.newKey();
    private final String alias = "alias/hospital-" + UUID.randomUUID();

    @Test
    void anAliasAndItsArnNameTheKey() {
        create();

        assertThat(keyOf(alias)).isEqualTo(key);
        assertThat(keyOf("arn:aws:kms:eu-west-1:111122223333:" + alias)).isEqualTo(key);
        assertThat(kms.generateDataKey(request -> request.keyId(alias).keySpec(DataKeySpec.AES_256))
                        .keyId())
                .isEqualTo(key);
    }

    @Test
    void anAliasMovesToAnotherKey() {
        create();
        String other = AWS.newKey();

        kms.updateAlias(request -> request.aliasName(alias).targetKeyId(other));

        assertThat(keyOf(alias)).isEqualTo(other);
    }

    @Test
    void aDeletedAliasIsNotFound() {
        create();

        kms.deleteAlias(request -> request.aliasName(alias));

        assertThatThrownBy(() -> keyOf(alias))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Alias arn:aws:kms:eu-west-1:111122223333:" + alias + " is not found.");
    }

    @Test
    void anAliasExistsOnce() {
        create();

        assertThatThrownBy(this::create)
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageStartingWith(
                        "An alias with the name arn:aws:kms:eu-west-1:111122223333:" + alias + " already exists");
    }

    @Test
    void aNameNeedsItsPrefixAndIsNotAwss() {
        assertThatThrownBy(() ->
                        kms.createAlias(request -> request.aliasName("hospital").targetKeyId(key)))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith("Alias 'hospital' must start with the prefix \"alias/\"");
        assertThatThrownBy(() -> kms.createAlias(
                        request -> request.aliasName("alias/aws/hospital").targetKeyId(key)))
                .isInstanceOf(InvalidAliasNameException.class)
                .hasMessageContaining("the prefix alias/aws/ is reserved");
    }

    @Test
    void aliasesAreListedForOneKey() {
        create();

        assertThat(kms.listAliases(request -> request.keyId(key)).aliases())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.aliasName()).isEqualTo(alias);
                    assertThat(entry.aliasArn()).isEqualTo("arn:aws:kms:eu-west-1:111122223333:" + alias);
                    assertThat(key).endsWith(entry.targetKeyId());
                });
        assertThat(kms.listAliasesPaginator().aliases().stream().map(AliasListEntry::aliasName))
                .contains(alias);
    }

    @Test
    void administrationWantsTheKeyNotAnAlias() {
        create();

        assertThatThrownBy(() -> kms.disableKey(request -> request.keyId(alias)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Invalid keyId '" + alias + "'");
    }

    private void create() {
        kms.createAlias(request -> request.aliasName(alias).targetKeyId(key));
    }

    private String keyOf(String reference) {
        return kms.describeKey(request -> request.keyId(reference))
                .keyMetadata()
                .arn();
    }
}
