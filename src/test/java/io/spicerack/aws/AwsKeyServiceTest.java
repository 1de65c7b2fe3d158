package io.spicerack.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** {@link AwsKeyService} by HTTP against the local KMS. */
@TakesLong
class AwsKeyServiceTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    private static final String ROLE = "arn:aws:iam::111122223333:root";
    private static final AwsConfig.AccessKey ACCESS_KEY =
            new AwsConfig.AccessKey("AKIASPICERACKLOCAL00", Secret.of("a-secret-that-only-tests-know"));
    private static final EncryptionContext VISITS = context("visits");

    private final LocalAws aws;
    private final AwsClients clients;
    private final AwsKeyService keys;

    AwsKeyServiceTest(@TempDir Path directory) {
        aws = LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                directory,
                ACCOUNT,
                new LocalAwsConfig.AccessKey(ACCESS_KEY.id(), ACCESS_KEY.secret()),
                Clock.systemUTC()));
        clients = new AwsClients(config(aws.endpoint(), Duration.ofSeconds(10)));
        keys = new AwsKeyService(clients.kms(), new SecureRandom(), ACCOUNT, ROLE, null);
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void aDataKeyOpensAgainForItsContextOnly() throws Exception {
        KeyReference key = newKey();
        try (GeneratedKey generated = keys.generateDataKey(key, VISITS);
                DataKey opened = keys.decrypt(generated.wrapped(), VISITS)) {
            byte[] sealed = generated.plaintext().seal(new byte[] {1, 2}, new byte[0]);
            assertThat(opened.open(sealed, new byte[0])).containsExactly(1, 2);
            assertRefused(
                    () -> keys.decrypt(generated.wrapped(), context("wards")),
                    Reason.WRONG_CIPHERTEXT,
                    key,
                    "the wrapped key does not open under it with this data set's encryption context"
                            + " (InvalidCiphertextException");
        }
    }

    @Test
    void bytesAreEncryptedAndOpenedForTheirContext() {
        KeyReference key = newKey();
        WrappedKey wrapped = keys.encrypt(key, new byte[] {7, 8}, VISITS);
        assertThat(wrapped.key()).isEqualTo(key);
        assertThat(keys.decryptBytes(wrapped, VISITS)).containsExactly(7, 8);
    }

    @Test
    void theSameNameAndContextGiveTheSameGrantAndRetiringTwiceIsNoError() {
        KeyReference key = newKey();
        String grant = keys.createGrant(key, VISITS, "spicerack-visits");
        assertThat(keys.createGrant(key, VISITS, "spicerack-visits")).isEqualTo(grant);
        keys.retireGrant(key, grant, VISITS);
        keys.retireGrant(key, grant, VISITS);
        assertThat(clients.kms()
                        .listGrants(request -> request.keyId(key.toString()))
                        .grants())
                .isEmpty();
    }

    @Test
    void aDisabledKeyIsRefusedWithItsArn() {
        KeyReference key = newKey();
        WrappedKey wrapped = keys.encrypt(key, new byte[] {1}, VISITS);
        clients.kms().disableKey(request -> request.keyId(key.toString()));
        String words = "it is Disabled. Enable the key, or make another key the default and refresh (DisabledException";
        assertRefused(() -> keys.generateDataKey(key, VISITS), Reason.DISABLED, key, words);
        assertRefused(() -> keys.decryptBytes(wrapped, VISITS), Reason.DISABLED, key, words);
        assertThat(keys.describe(key)).isEqualTo(new KeyDescription(key, KeyState.Disabled, true));
    }

    @Test
    void aKeyPendingDeletionIsToldApart() {
        KeyReference key = newKey();
        clients.kms().scheduleKeyDeletion(request -> request.keyId(key.toString()));
        assertRefused(
                () -> keys.generateDataKey(key, VISITS),
                Reason.PENDING_DELETION,
                key,
                "it is PendingDeletion. Cancel the deletion and enable the key before it is gone (");
        assertThat(keys.describe(key).state()).isEqualTo(KeyState.PendingDeletion);
    }

    @Test
    void anUnknownKeyIsMissing() {
        KeyReference key = key("key/00000000-0000-0000-0000-000000000000");
        assertRefused(
                () -> keys.generateDataKey(key, VISITS),
                Reason.NOT_FOUND,
                key,
                "there is no such key in this account and Region. Check the ARN (NotFoundException");
        assertThat(keys.describe(key)).isEqualTo(new KeyDescription(key, KeyState.Missing, false));
    }

    @Test
    void anAsymmetricKeyIsOfTheWrongKind() {
        KeyReference key = new KeyReference(clients.kms()
                .createKey(request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.ENCRYPT_DECRYPT))
                .keyMetadata()
                .arn());
        assertRefused(
                () -> keys.generateDataKey(key, VISITS),
                Reason.WRONG_KIND,
                key,
                "it is not a symmetric encryption key. Register a SYMMETRIC_DEFAULT key (");
        assertThat(keys.describe(key).usable()).isFalse();
    }

    @Test
    void aWrongSignatureIsAccessDenied() {
        KeyReference key = newKey();
        AwsConfig.AccessKey wrong = new AwsConfig.AccessKey(ACCESS_KEY.id(), Secret.of("not the secret"));
        AwsConfig config = new AwsConfig(
                ACCOUNT.region(), Optional.of(aws.endpoint()), Optional.of(wrong), Duration.ofSeconds(10));
        try (AwsClients stranger = new AwsClients(config)) {
            AwsKeyService denied = new AwsKeyService(stranger.kms(), new SecureRandom(), ACCOUNT, ROLE, null);
            assertRefused(
                    () -> denied.generateDataKey(key, VISITS),
                    Reason.ACCESS_DENIED,
                    key,
                    "this service may not use it. Check the key policy, grants and the role's policy (");
        }
    }

    @Test
    void anAliasIsRefusedSinceItMayPointElsewhereTomorrow() {
        KeyReference key = newKey();
        clients.kms().createAlias(request -> request.aliasName("alias/ours").targetKeyId(key.toString()));
        KeyReference alias = key("alias/ours");
        assertThatThrownBy(() -> keys.generateDataKey(alias, VISITS))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessage("KMS answered with key " + key + " where " + alias
                        + " was asked for; name keys by their key ARN");
        assertThatThrownBy(() -> keys.describe(alias))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageEndingWith("was asked for; name keys by their key ARN");
    }

    /** KMS takes a bare key id for a key's name, and that may be what another provider calls one of its keys. */
    @Test
    void whatIsNotNamedByArnIsNeverAskedFor() {
        String arn = newKey().text();
        KeyReference bare = new KeyReference(arn.substring(arn.lastIndexOf('/') + 1));
        assertThat(clients.kms()
                        .describeKey(request -> request.keyId(bare.text()))
                        .keyMetadata()
                        .arn())
                .isEqualTo(arn);
        assertThat(keys.describe(bare)).isEqualTo(new KeyDescription(bare, KeyState.Missing, false));
        assertThatThrownBy(() -> keys.generateDataKey(bare, VISITS))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessage(
                        "Key " + bare + " is not named by ARN, so it is none of KMS. Name the provider that has it in"
                                + " spicerack.key-provider");
    }

    @Test
    void aCiphertextOfAnotherKeyIsRefused() {
        KeyReference key = newKey();
        KeyReference other = newKey();
        WrappedKey wrapped = keys.encrypt(key, new byte[] {1}, VISITS);
        WrappedKey moved = new WrappedKey(other, wrapped.ciphertext());
        assertRefused(() -> keys.decryptBytes(moved, VISITS), Reason.WRONG_CIPHERTEXT, other, "the wrapped key");
    }

    @Test
    void anEndpointThatNeverAnswersIsUnreachableWithinTheTimeOut() throws Exception {
        KeyReference key = newKey();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                AwsClients waiting = new AwsClients(
                        config(URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(600)))) {
            AwsKeyService unreachable = new AwsKeyService(waiting.kms(), new SecureRandom(), ACCOUNT, ROLE, null);
            assertThatThrownBy(() -> unreachable.describe(key))
                    .isInstanceOfSatisfying(KeyUnavailableException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
                        assertThat(e.passing()).isTrue();
                    })
                    .hasMessageStartingWith("KMS did not answer for key " + key + " (")
                    .hasMessageContaining("600 millis")
                    .hasMessageEndingWith("). Check the network and the endpoint; it is tried again at the next use.");
        }
    }

    @Test
    void aTimeOutOfNothingIsRefused() {
        assertThatThrownBy(() -> config(aws.endpoint(), Duration.ZERO))
                .hasMessage("spicerack.aws.call-timeout is 0 s; it must be positive");
    }

    private KeyReference newKey() {
        return new KeyReference(clients.kms().createKey().keyMetadata().arn());
    }

    private static KeyReference key(String resource) {
        return new KeyReference("arn:aws:kms:" + ACCOUNT.region() + ":" + ACCOUNT.id() + ":" + resource);
    }

    private static EncryptionContext context(String dataSet) {
        return new EncryptionContext(ACCOUNT.dataSet(new DataSetId(dataSet)));
    }

    private static AwsConfig config(URI endpoint, Duration callTimeout) {
        return new AwsConfig(ACCOUNT.region(), Optional.of(endpoint), Optional.of(ACCESS_KEY), callTimeout);
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, KeyReference key, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(KeyUnavailableException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.key()).isEqualTo(key);
                })
                .hasMessageStartingWith("KMS key " + key + ": " + words);
    }
}
